//! Declares operations: one declaration gives both the route and its description, so that they cannot differ.

use axum::handler::Handler;
use http::Method;
use madang_web::{App, Right, Routes};
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::answer::ProblemDocument;

/// Makes the schema of a type; remembers what it refers to.
type Describe = fn(&mut SchemaGenerator) -> Schema;

fn describe<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// One operation of the interface.
pub(super) struct Operation {
    method: Method,
    path: String,
    right: Right,
    id: String,
    summary: String,
    query: Option<Describe>,
    body: Option<(&'static str, Describe)>,
    body_bytes_max: Option<usize>,
    answer: (u16, Option<Describe>),
    /// Statuses beside those that every operation has.
    others: Vec<u16>,
    /// The operation takes an `Idempotency-Key`.
    is_once: bool,
}

impl Operation {
    fn new(method: Method, path: &str, right: Right, (id, summary): (&str, &str)) -> Self {
        let others = if matches!(right, Right::Scoped(_)) { vec![403, 404] } else { Vec::new() };
        Self {
            path: path.to_owned(),
            right,
            id: id.to_owned(),
            summary: summary.to_owned(),
            query: None,
            body: None,
            body_bytes_max: None,
            answer: (200, None),
            others,
            // What is put twice is the same as put once; only what is added could be added twice.
            is_once: method == Method::POST,
            method,
        }
    }

    pub(super) fn get(path: &str, right: Right, words: (&str, &str)) -> Self {
        Self::new(Method::GET, path, right, words)
    }

    pub(super) fn post(path: &str, right: Right, words: (&str, &str)) -> Self {
        Self::new(Method::POST, path, right, words).may(&[409])
    }

    pub(super) fn put(path: &str, right: Right, words: (&str, &str)) -> Self {
        Self::new(Method::PUT, path, right, words).may(&[409])
    }

    pub(super) fn delete(path: &str, right: Right, words: (&str, &str)) -> Self {
        Self::new(Method::DELETE, path, right, words).may(&[409])
    }

    /// What may stand in the query: one parameter for each field of `T`.
    pub(super) fn query<T: JsonSchema>(mut self) -> Self {
        self.query = Some(describe::<T>);
        self.may(&[400])
    }

    /// What is sent, in JSON.
    pub(super) fn takes<T: JsonSchema>(mut self) -> Self {
        self.body = Some(("application/json", describe::<T>));
        self.may(&[400, 413, 415, 422])
    }

    /// A file that is sent as it is, of at most so many bytes.
    pub(super) fn takes_file(mut self, bytes_max: usize) -> Self {
        self.body = Some((
            "application/octet-stream",
            |_| schemars::json_schema!({ "type": "string", "format": "binary" }),
        ));
        self.body_bytes_max = Some(bytes_max);
        self.may(&[413, 415, 422])
    }

    /// What is answered when all is well.
    pub(super) fn gives<T: JsonSchema>(mut self, status: u16) -> Self {
        self.answer = (status, Some(describe::<T>));
        self
    }

    /// Statuses that it may answer with when something is wrong.
    pub(super) fn may(mut self, statuses: &[u16]) -> Self {
        self.others.extend(statuses);
        self
    }
}

/// The operations that were declared, as routes and as their description.
pub(super) struct Api {
    routes: Routes,
    paths: Map<String, Value>,
    generator: SchemaGenerator,
}

impl Api {
    pub(super) fn new() -> Self {
        let mut settings = SchemaSettings::draft2020_12();
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
        Self { routes: Routes::new(), paths: Map::new(), generator: settings.into_generator() }
    }

    /// Adds an operation with what carries it out.
    pub(super) fn on<H, T>(mut self, operation: Operation, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let described = self.describe(&operation);
        let Operation { method, path, right, body_bytes_max, .. } = operation;
        self.routes = self.routes.api(method.clone(), &path, right, body_bytes_max, handler);
        let item = self.paths.entry(path).or_insert_with(|| json!({}));
        let method = method.as_str().to_ascii_lowercase();
        item[method] = described;
        self
    }

    fn describe(&mut self, operation: &Operation) -> Value {
        let mut parameters = path_parameters(&operation.path);
        if let Some(query) = operation.query {
            parameters.extend(self.query_parameters(query));
        }
        if operation.is_once {
            parameters.push(json!({
                "name": "Idempotency-Key", "in": "header", "required": false,
                "description": "Names this request: sent again under the same name within a day, it is answered as before and nothing is done twice.",
                "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[A-Za-z0-9_.:-]+$" },
            }));
        }
        let tag = operation.path.trim_start_matches("/api/v1/").split('/').nth(2);
        let tag = tag.filter(|part| !part.starts_with('{')).unwrap_or("conferences").to_owned();
        let mut described = json!({
            "operationId": operation.id, "summary": operation.summary, "tags": [tag],
            "parameters": parameters, "responses": self.responses(operation),
        });
        if let Some((media, describe)) = operation.body {
            let schema = describe(&mut self.generator);
            described["requestBody"] =
                json!({ "required": true, "content": { media: { "schema": schema } } });
        }
        described
    }

    fn query_parameters(&mut self, query: Describe) -> Vec<Value> {
        // A schema of its own: what stands in a query is no component.
        let whole = query(&mut self.generator);
        let name = whole.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
        let definition =
            name.and_then(|name| self.generator.definitions_mut().remove(name)).unwrap_or_default();
        let required: Vec<&str> =
            definition["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let properties = definition["properties"].as_object().cloned().unwrap_or_default();
        let parameter = |(name, mut schema): (String, Value)| {
            let description = schema.as_object_mut().and_then(|schema| schema.remove("description"));
            let is_required = required.contains(&name.as_str());
            json!({ "name": name, "in": "query", "required": is_required, "description": description, "schema": without_null(schema) })
        };
        properties.into_iter().map(parameter).collect()
    }

    fn responses(&mut self, operation: &Operation) -> Value {
        let mut responses = Map::new();
        let problem = self.generator.subschema_for::<ProblemDocument>();
        let others = operation.others.iter().copied().chain([401, 503]);
        for status in others {
            responses.insert(
                status.to_string(),
                json!({
                    "description": meaning(status),
                    "content": { "application/problem+json": { "schema": problem } },
                }),
            );
        }
        let (status, describe) = operation.answer;
        let mut good = json!({ "description": meaning(status) });
        if let Some(describe) = describe {
            good["content"] = json!({ "application/json": { "schema": describe(&mut self.generator) } });
        }
        responses.insert(status.to_string(), good);
        Value::Object(responses)
    }

    /// The routes, and the description of them all (OpenAPI 3.1).
    pub(super) fn finish(mut self, title: &str) -> (Routes, Value) {
        let schemas = self.generator.take_definitions(true);
        let document = json!({
            "openapi": "3.1.0",
            "info": { "title": title, "version": "1", "description": super::ABOUT },
            "paths": self.paths,
            "components": {
                "schemas": schemas,
                "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            },
            "security": [{ "token": [] }],
        });
        (self.routes, document)
    }
}

/// What may be left out of a query is left out: it is never `null`.
fn without_null(mut schema: Value) -> Value {
    if let Some(kinds) = schema.get_mut("type").and_then(Value::as_array_mut) {
        kinds.retain(|kind| kind != "null");
        if let [kind] = kinds.as_slice() {
            schema["type"] = kind.clone();
        }
    }
    if let Some(choices) = schema.get_mut("anyOf").and_then(Value::as_array_mut) {
        choices.retain(|choice| choice["type"] != "null");
        if let [choice] = choices.as_slice() {
            return choice.clone();
        }
    }
    if let Some(default) = schema.as_object_mut()
        && default.get("default") == Some(&Value::Null)
    {
        default.remove("default");
    }
    schema
}

fn path_parameters(path: &str) -> Vec<Value> {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parameter = |name: &str| {
        json!({
            "name": name, "in": "path", "required": true,
            "schema": { "type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[A-Za-z0-9_-]+$" },
        })
    };
    names.map(parameter).collect()
}

fn meaning(status: u16) -> &'static str {
    match status {
        200 => "As it is now.",
        201 => "It was made.",
        204 => "Done.",
        400 => "The query or the body cannot be read.",
        401 => "No token was shown that is good.",
        403 => "The token may not do this.",
        404 => "There is no such thing, or none that the token may know of.",
        409 => {
            "It does not go with what is there now: somebody was quicker, a name is taken, or what it refers to is not there."
        }
        413 => "The body is too large.",
        415 => "The body is of another kind.",
        422 => "A value in it cannot be; `fields` says which.",
        _ => "The server is busy; try again.",
    }
}
