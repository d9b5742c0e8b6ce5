//! What a program asks for: its body, read strictly, and the key under which it asks once.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    response::Response,
};
use http::{HeaderMap, StatusCode, header};
use madang_context::Ctx;
use madang_programme::Site;
use madang_store::Tx;
use madang_text::key;
use madang_web::{
    App, Problem, Visit,
    once::{self, Known, Once},
};
use serde::{Serialize, de::DeserializeOwned};

use super::answer::{Refusal, json, raw};

/// A body in JSON, with the key under which it is asked for once if there is one.
pub(super) struct Wish<T> {
    pub(super) value: T,
    pub(super) once: Option<Once>,
}

/// A body of any kind, as it came.
pub(super) struct File {
    pub(super) bytes: Bytes,
    pub(super) once: Option<Once>,
}

impl<T: DeserializeOwned> FromRequest<App> for Wish<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        expect_media(request.headers(), "application/json")?;
        let File { bytes, once } = File::from_request(request, app).await?;
        // To serde a list of an object's values in their order is the object; to the description it is not.
        if bytes.trim_ascii_start().starts_with(b"[") {
            return Err(Problem::unprocessable().with_field(".", "a list where an object is due"));
        }
        let mut json = serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let (field, wrong) = (error.path().to_string(), error.inner().to_string());
            if error.inner().is_data() {
                Problem::unprocessable().with_detail(format!("{field}: {wrong}")).with_field(field, wrong)
            } else {
                Problem::bad_request().with_detail(wrong)
            }
        })?;
        json.end().map_err(|error| Problem::bad_request().with_detail(error.to_string()))?;
        Ok(Self { value, once })
    }
}

impl FromRequest<App> for File {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let visit = request.extensions().get::<Visit>().cloned().ok_or_else(Problem::not_found)?;
        let name = once_key(request.headers())?;
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let bytes =
            Bytes::from_request(request, app).await.map_err(|rejection| match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(),
                _ => Problem::bad_request(),
            })?;
        let address = uri.path_and_query().map_or("", |address| address.as_str());
        let parts: [&[u8]; 3] = [method.as_str().as_bytes(), address.as_bytes(), &bytes];
        let once = name.map(|name| Once::new(madang_audit::who(visit.ctx()), &name, &parts));
        Ok(Self { bytes, once })
    }
}

/// Refuses a body of another kind, whatever its parameters.
pub(super) fn expect_media(headers: &HeaderMap, media: &str) -> Result<(), Problem> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = content_type.and_then(|value| value.split(';').next()).unwrap_or_default();
    if kind.trim().eq_ignore_ascii_case(media) {
        return Ok(());
    }
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, key("problem-media-type")))
}

fn once_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"_.:-".contains(&byte);
    let name =
        value.to_str().ok().filter(|name| (1..=255).contains(&name.len()) && name.bytes().all(is_letter));
    let wrong =
        || Problem::bad_request().with_detail("Idempotency-Key: 1 to 255 letters, digits, or any of _ . : -");
    name.map(|name| Some(name.to_owned())).ok_or_else(wrong)
}

/// Reads for an operation.
pub(super) async fn read<T, W>(visit: &Visit, work: W) -> Result<Response, Problem>
where
    T: Serialize + Send + 'static,
    W: FnOnce(&mut Tx<'_>, &Ctx) -> Result<T, Refusal> + Send + 'static,
{
    let ctx = visit.ctx().clone();
    let read = visit.app().store().read::<_, Refusal, _>(move |tx| work(tx, &ctx));
    json(StatusCode::OK, &read.await?)
}

/// Does an operation in one unit of work: once, if it was asked for under a key. Visitors see the outcome at once.
pub(super) async fn write<T, W>(
    visit: &Visit,
    (status, once): (StatusCode, Option<Once>),
    work: W,
) -> Result<Response, Problem>
where
    T: Serialize + Send + 'static,
    W: FnOnce(&mut Tx<'_>, &Ctx) -> Result<T, Refusal> + Send + 'static,
{
    let ctx = visit.ctx().clone();
    let write = visit.app().store().write::<_, Refusal, _>(move |tx| {
        if let Some(once) = &once {
            match once::take(tx, once, ctx.now)? {
                Known::New => {}
                Known::Done(status, body) => return Ok((status, body)),
                Known::Other => {
                    let words = "this Idempotency-Key was used for another request";
                    return Err(Refusal(Problem::conflict().with_detail(words)));
                }
            }
        }
        let done = work(tx, &ctx)?;
        let body = serde_json::to_string(&done).map_err(|error| Problem::fault(&error))?;
        if let Some(once) = &once {
            once::keep(tx, once, status.as_u16(), &body)?;
        }
        Ok((status.as_u16(), body))
    });
    let (status, body) = write.await?;
    visit.app().part::<Site>().refresh(visit.app().store()).await?;
    Ok(raw(StatusCode::from_u16(status).unwrap_or(StatusCode::OK), body))
}
