//! XML as a small tree with positions. No document type may declare entities, nothing is fetched, nothing expands.

use quick_xml::{Reader, XmlVersion, events::BytesStart, events::Event};

use super::{ReadError, ReadErrorKind, Source, limits::Limits};
use crate::model::Place;

/// An element; names are kept as written, with their prefix.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    /// All text directly inside, in one.
    pub(crate) text: String,
    pub(crate) children: Vec<Element>,
    /// Byte at which the start tag begins.
    offset: usize,
}

/// A file of XML.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    pub(crate) root: Element,
    /// The processing instructions before the end of the root: target and content.
    pub(crate) instructions: Vec<(String, String)>,
    file: &'a str,
    text: &'a str,
    line_starts: Vec<usize>,
}

struct Parser<'a> {
    source: &'a Source<'a>,
    text: &'a str,
    limits: &'a Limits,
    elements: usize,
    open: Vec<Element>,
    root: Option<Element>,
    instructions: Vec<(String, String)>,
}

/// Reads a whole file as XML.
///
/// *Errors*: `Malformed`, `Entity`, `Encoding` and `TooLarge` with line, column and the elements that are open there.
pub(crate) fn parse<'a>(
    source: &'a Source<'a>,
    text: &'a str,
    limits: &'a Limits,
) -> Result<Document<'a>, ReadError> {
    let mut parser =
        Parser { source, text, limits, elements: 0, open: Vec::new(), root: None, instructions: Vec::new() };
    parser.run()?;
    let Some(root) = parser.root else {
        return Err(parser.fault(ReadErrorKind::Malformed, text.len(), "no root element"));
    };
    Ok(Document {
        root,
        instructions: parser.instructions,
        file: source.name,
        text,
        line_starts: line_starts(text),
    })
}

impl<'a> Parser<'a> {
    fn run(&mut self) -> Result<(), ReadError> {
        let mut reader = Reader::from_str(self.text);
        reader.config_mut().check_end_names = true;
        loop {
            let start = offset(reader.buffer_position());
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(fault) => {
                    let at = offset(reader.error_position());
                    return Err(self.fault(ReadErrorKind::Malformed, at, &fault.to_string()));
                }
            };
            match event {
                Event::Start(tag) => self.start(&tag, start)?,
                Event::Empty(tag) => {
                    self.start(&tag, start)?;
                    self.close();
                }
                Event::End(_) => self.close(),
                Event::Text(text) => self.push_text(&text.xml10_content(), start)?,
                Event::CData(text) => self.push_text(&text.xml10_content(), start)?,
                Event::GeneralRef(name) => {
                    let letter = self.reference(&name, start)?;
                    self.push_text(letter.encode_utf8(&mut [0; 4]), start)?;
                }
                Event::DocType(declared) => self.document_type(&declared, start)?,
                Event::Decl(declared) => self.declaration(declared.encoding(), start)?,
                Event::PI(instruction) => {
                    if self.instructions.len() < 16 {
                        let content = instruction.content().trim().to_owned();
                        let target = instruction.target().to_owned();
                        self.instructions.push((target, content));
                    }
                }
                Event::Comment(_) => {}
                Event::Eof => break,
            }
        }
        if let Some(open) = self.open.last() {
            let message = format!("the file ends inside of <{}>", open.name);
            return Err(self.fault(ReadErrorKind::Malformed, self.text.len(), &message));
        }
        Ok(())
    }

    fn start(&mut self, tag: &BytesStart<'_>, offset: usize) -> Result<(), ReadError> {
        self.count(offset)?;
        if self.open.len() >= self.limits.depth() {
            let message = format!("elements nested deeper than {} levels", self.limits.depth());
            return Err(self.fault(ReadErrorKind::TooLarge, offset, &message));
        }
        if self.open.is_empty() && self.root.is_some() {
            return Err(self.fault(ReadErrorKind::Malformed, offset, "a second root element"));
        }
        let mut attributes = Vec::new();
        // Looking for duplicates is quadratic in quick-xml; the first of two counts here.
        for attribute in tag.attributes().with_checks(false) {
            self.count(offset)?;
            let attribute = attribute
                .map_err(|fault| self.fault(ReadErrorKind::Malformed, offset, &fault.to_string()))?;
            let value = attribute
                .normalized_value(XmlVersion::Explicit1_0)
                .map_err(|fault| self.fault(ReadErrorKind::Entity, offset, &fault.to_string()))?;
            self.check_length(value.len(), offset)?;
            attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
        }
        self.open.push(Element {
            name: tag.name().as_ref().to_owned(),
            attributes,
            offset,
            ..Element::default()
        });
        Ok(())
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else {
            return;
        };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn push_text(&mut self, text: &str, offset: usize) -> Result<(), ReadError> {
        let Some(element) = self.open.last_mut() else {
            if text.trim().is_empty() {
                return Ok(());
            }
            return Err(self.fault(ReadErrorKind::Malformed, offset, "text outside of the root element"));
        };
        element.text.push_str(text);
        let length = element.text.len();
        self.check_length(length, offset)
    }

    fn reference(&self, name: &quick_xml::events::BytesRef<'_>, offset: usize) -> Result<char, ReadError> {
        match name.resolve_char_ref() {
            Ok(Some(letter)) => return Ok(letter),
            Ok(None) => {}
            Err(fault) => return Err(self.fault(ReadErrorKind::Malformed, offset, &fault.to_string())),
        }
        let name: &str = name;
        Ok(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            other => {
                let message = format!("entity {} is none of XML's own five", crate::place::excerpt(other));
                return Err(self.fault(ReadErrorKind::Entity, offset, &message));
            }
        })
    }

    /// A document type without declarations is harmless; one with an entity, a parameter entity or a file is not.
    fn document_type(&self, declared: &str, offset: usize) -> Result<(), ReadError> {
        if let Some(at) = declared.find("<!ENTITY") {
            let begin = offset + "<!DOCTYPE ".len() + at;
            return Err(self.fault(ReadErrorKind::Entity, begin, "an entity is declared"));
        }
        if declared.contains('[') || declared.contains("SYSTEM") || declared.contains("PUBLIC") {
            let message = "a document type with declarations or an outside file";
            return Err(self.fault(ReadErrorKind::Entity, offset, message));
        }
        Ok(())
    }

    fn declaration<E>(
        &self,
        encoding: Option<Result<std::borrow::Cow<'_, str>, E>>,
        offset: usize,
    ) -> Result<(), ReadError> {
        let Some(Ok(encoding)) = encoding else {
            return Ok(());
        };
        if ["utf-8", "utf8", "us-ascii"].contains(&&*encoding.to_ascii_lowercase()) {
            return Ok(());
        }
        let message = format!("declares encoding {}; save it as UTF-8", crate::place::excerpt(&encoding));
        Err(self.fault(ReadErrorKind::Encoding, offset, &message))
    }

    fn count(&mut self, offset: usize) -> Result<(), ReadError> {
        self.elements += 1;
        if self.elements <= self.limits.elements_max {
            return Ok(());
        }
        let message = format!("more than {} elements and attributes", self.limits.elements_max);
        Err(self.fault(ReadErrorKind::TooLarge, offset, &message))
    }

    fn check_length(&self, length: usize, offset: usize) -> Result<(), ReadError> {
        if length <= self.limits.text_bytes_max {
            return Ok(());
        }
        let message = format!("a text of more than {} bytes", self.limits.text_bytes_max);
        Err(self.fault(ReadErrorKind::TooLarge, offset, &message))
    }

    fn fault(&self, kind: ReadErrorKind, offset: usize, message: &str) -> ReadError {
        let path: Vec<&str> = self.open.iter().map(|element| &*element.name).collect();
        let starts = line_starts(self.text);
        let place = place_at(self.source.name, self.text, &starts, offset, path.join("/"));
        ReadError::new(kind, place, message)
    }
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

fn line_starts(text: &str) -> Vec<usize> {
    let ends = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
    std::iter::once(0).chain(ends.map(|(index, _)| index + 1)).collect()
}

fn place_at(file: &str, text: &str, line_starts: &[usize], offset: usize, path: String) -> Place {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let line = line_starts.partition_point(|&start| start <= offset);
    let start = line_starts[line - 1];
    let column = text[start..offset].chars().count() + 1;
    Place { file: file.to_owned(), line: u32::try_from(line).ok(), column: u32::try_from(column).ok(), path }
}

/// An element together with where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Spot<'a> {
    pub(crate) element: &'a Element,
    document: &'a Document<'a>,
    path: String,
}

impl<'a> Document<'a> {
    pub(crate) fn file(&self) -> &str {
        self.file
    }

    pub(crate) fn spot(&'a self) -> Spot<'a> {
        Spot { element: &self.root, document: self, path: self.root.name.clone() }
    }
}

impl<'a> Spot<'a> {
    /// The first child of a name.
    pub(crate) fn one(&self, name: &str) -> Option<Spot<'a>> {
        let found = self.element.children.iter().find(|child| child.name == name)?;
        Some(Spot { element: found, document: self.document, path: format!("{}/{name}", self.path) })
    }

    /// All children of a name, numbered from 1 in their path.
    pub(crate) fn each(&self, name: &'static str) -> impl Iterator<Item = Spot<'a>> + use<'a> {
        let (path, document) = (self.path.clone(), self.document);
        let named = self.element.children.iter().filter(move |child| child.name == name);
        named.enumerate().map(move |(index, element)| Spot {
            element,
            document,
            path: format!("{path}/{name}[{}]", index + 1),
        })
    }

    /// The text of the first child of a name, when it is more than white space.
    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        let child = self.element.children.iter().find(|child| child.name == name)?;
        Some(child.text.trim()).filter(|text| !text.is_empty())
    }

    /// The text directly inside.
    pub(crate) fn own_text(&self) -> Option<&'a str> {
        Some(self.element.text.trim()).filter(|text| !text.is_empty())
    }

    /// An attribute, when it is more than white space.
    pub(crate) fn attribute(&self, name: &str) -> Option<&'a str> {
        let found = self.element.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Where the first child of a name stands, or would stand.
    pub(crate) fn place(&self, name: &str) -> Place {
        let child = self.element.children.iter().find(|child| child.name == name);
        self.place_of(child.unwrap_or(self.element), format!("{}/{name}", self.path))
    }

    /// Where an attribute stands: at its element.
    pub(crate) fn place_of_attribute(&self, name: &str) -> Place {
        self.place_of(self.element, format!("{}/@{name}", self.path))
    }

    /// Where this element stands.
    pub(crate) fn here(&self) -> Place {
        self.place_of(self.element, self.path.clone())
    }

    fn place_of(&self, element: &Element, path: String) -> Place {
        let document = self.document;
        place_at(document.file, document.text, &document.line_starts, element.offset, path)
    }
}
