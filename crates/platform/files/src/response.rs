use std::ops::Range;

use axum::{body::Body, response::Response};
use futures_util::stream;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::io::AsyncReadExt;

use crate::{
    model::StoredFile,
    objects::{FileError, Objects},
};

const CHUNK_BYTES: usize = 64 * 1024;

/// What a browser shall do with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// Show it, if it is a picture that may be shown; otherwise save it.
    Show,
    /// Save it.
    Save,
}

/// Sends a file: whole, or the stretch that was asked for, or 304.
///
/// Nothing in it can run on this site: its type is fixed, its own policy allows nothing, and what is not a picture is
/// saved, not shown. Its address must change with its bytes (or its id), for it may be kept for ever.
///
/// *Errors*: [`FileError::Absent`] when its bytes are gone.
pub async fn respond(
    objects: &Objects,
    file: &StoredFile,
    disposition: Disposition,
    request: &HeaderMap,
) -> Result<Response, FileError> {
    let tag = format!("\"{}\"", file.digest);
    let known = request.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    if known.is_some_and(|tags| tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag)) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        set(response.headers_mut(), header::ETAG, &tag);
        return Ok(response);
    }
    let size = objects.size_bytes(&file.digest).await?.ok_or(FileError::Absent)?;
    let range = request.get(header::RANGE).and_then(|range| range.to_str().ok());
    // A range of another version would be glued to the wrong bytes.
    let same = request.get(header::IF_RANGE).is_none_or(|known| known.as_bytes() == tag.as_bytes());
    let asked = range.filter(|_| same).map(|range| stretch(range, size));
    let (status, stretch) = match asked {
        Some(Asked::Stretch(stretch)) => (StatusCode::PARTIAL_CONTENT, stretch),
        Some(Asked::Outside) => (StatusCode::RANGE_NOT_SATISFIABLE, 0..0),
        Some(Asked::Whole) | None => (StatusCode::OK, 0..size),
    };
    let body = match status {
        StatusCode::RANGE_NOT_SATISFIABLE => Body::empty(),
        _ => streamed(objects, file, stretch.clone()).await?,
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    describe(headers, file, disposition);
    set(headers, header::ETAG, &tag);
    set(headers, header::CONTENT_LENGTH, &(stretch.end - stretch.start).to_string());
    match status {
        StatusCode::PARTIAL_CONTENT => {
            set(
                headers,
                header::CONTENT_RANGE,
                &format!("bytes {}-{}/{size}", stretch.start, stretch.end - 1),
            );
        }
        StatusCode::RANGE_NOT_SATISFIABLE => set(headers, header::CONTENT_RANGE, &format!("bytes */{size}")),
        _ => {}
    }
    Ok(response)
}

fn describe(headers: &mut HeaderMap, file: &StoredFile, disposition: Disposition) {
    // Letters that RFC 8187 allows as they are.
    const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');
    let kind = match disposition {
        Disposition::Show if file.picture.is_some() => "inline",
        _ => "attachment",
    };
    let ascii: String = file
        .name
        .chars()
        .map(|char| if char.is_ascii_alphanumeric() || "-._ ".contains(char) { char } else { '_' })
        .collect();
    let encoded = utf8_percent_encode(&file.name, PLAIN);
    set(
        headers,
        header::CONTENT_DISPOSITION,
        &format!("{kind}; filename=\"{ascii}\"; filename*=UTF-8''{encoded}"),
    );
    set(headers, header::CONTENT_TYPE, &file.media_type);
    set(headers, header::ACCEPT_RANGES, "bytes");
    set(headers, header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    set(headers, header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox");
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    headers.insert(name, HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static("")));
}

async fn streamed(objects: &Objects, file: &StoredFile, stretch: Range<u64>) -> Result<Body, FileError> {
    let reader = objects.read(&file.digest, stretch).await?;
    let chunks = stream::try_unfold(reader, async |mut reader| {
        let mut chunk = Vec::with_capacity(CHUNK_BYTES);
        let read = (&mut reader).take(CHUNK_BYTES as u64).read_to_end(&mut chunk).await?;
        std::io::Result::Ok((read > 0).then_some((chunk, reader)))
    });
    Ok(Body::from_stream(chunks))
}

#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Whole,
    Stretch(Range<u64>),
    Outside,
}

/// *Source*: RFC 9110, section 14.1.2. Several ranges at once are answered with the whole, as is allowed.
fn stretch(range: &str, size: u64) -> Asked {
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Asked::Whole;
    };
    let number = |text: &str| text.trim().parse::<u64>();
    let stretch = match (first.trim(), last.trim()) {
        ("", last) => match number(last) {
            Ok(count) => size.saturating_sub(count)..size,
            Err(_) => return Asked::Whole,
        },
        (first, "") => match number(first) {
            Ok(first) => first..size,
            Err(_) => return Asked::Whole,
        },
        (first, last) => match (number(first), number(last)) {
            (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(size),
            _ => return Asked::Whole,
        },
    };
    if stretch.start < stretch.end { Asked::Stretch(stretch) } else { Asked::Outside }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn stretches_follow_the_standard() {
        let table = [
            ("bytes=0-0", Asked::Stretch(0..1)),
            ("bytes=2-", Asked::Stretch(2..10)),
            ("bytes=-3", Asked::Stretch(7..10)),
            ("bytes=-99", Asked::Stretch(0..10)),
            ("bytes=5-99", Asked::Stretch(5..10)),
            ("bytes=10-", Asked::Outside),
            ("bytes=-0", Asked::Outside),
            ("bytes=3-2", Asked::Whole),
            ("bytes=0-1,3-4", Asked::Whole),
            ("lines=0-1", Asked::Whole),
            ("bytes=a-b", Asked::Whole),
        ];
        for (range, expected) in table {
            assert_eq!(stretch(range, 10), expected, "{range}");
        }
    }

    proptest! {
        #[test]
        fn a_stretch_lies_within_the_file(range in "bytes=[0-9]{0,20}-[0-9]{0,20}", size in any::<u64>()) {
            if let Asked::Stretch(stretch) = stretch(&range, size) {
                prop_assert!(stretch.start < stretch.end && stretch.end <= size);
            }
        }
    }
}
