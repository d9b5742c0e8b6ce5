//! What holds for all translations of the whole program: nothing is missing, nothing is left over, and every key that
//! a page or a line of code says exists.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::ast;

/// Message key to the names of the values that it takes.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

fn messages(language: &str) -> Messages {
    let mut messages = Messages::new();
    for file in files(&root().join("locales").join(language), &["ftl"]) {
        let source = fs::read_to_string(&file).unwrap();
        let resource = fluent_syntax::parser::parse(source)
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", file.display()));
        for entry in resource.body {
            let ast::Entry::Message(message) = entry else { continue };
            let mut variables = BTreeSet::new();
            let pattern = message.value.unwrap_or_else(|| panic!("{} has no text", message.id.name));
            pattern_variables(&pattern, &mut variables);
            let twice = messages.insert(message.id.name.clone(), variables);
            assert!(twice.is_none(), "{} stands twice in {language}", message.id.name);
        }
    }
    messages
}

fn pattern_variables(pattern: &ast::Pattern<String>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            expression_variables(expression, variables);
        }
    }
}

fn expression_variables(expression: &ast::Expression<String>, variables: &mut BTreeSet<String>) {
    let mut inline = |expression: &ast::InlineExpression<String>| match expression {
        ast::InlineExpression::VariableReference { id } => {
            variables.insert(id.name.clone());
        }
        ast::InlineExpression::Placeable { .. } | ast::InlineExpression::FunctionReference { .. } => {
            panic!("nested expressions are not used, so that every translator can read every message")
        }
        _ => {}
    };
    match expression {
        ast::Expression::Inline(expression) => inline(expression),
        ast::Expression::Select { selector, variants } => {
            inline(selector);
            variants.iter().for_each(|variant| pattern_variables(&variant.value, variables));
        }
    }
}

/// All files below `folder` with one of these endings.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "target" && name != "node_modules" {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
                found.push(path);
            }
        }
    }
    found
}

fn languages() -> BTreeSet<String> {
    let folders = fs::read_dir(root().join("locales")).unwrap();
    folders.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn every_language_says_what_english_says_with_the_same_values() {
    let english = messages("en");
    let languages = languages();
    assert!(languages.contains("ko") && english.len() > 50, "{languages:?}, {} messages", english.len());
    for language in languages {
        // A language without plural forms may leave the number's variable to the text, but not lack or invent one.
        assert_eq!(messages(&language), english, "{language}");
    }
}

/// The literal right after each occurrence of `marker`.
fn literals<'a>(source: &'a str, marker: &str) -> Vec<&'a str> {
    source
        .match_indices(marker)
        .filter_map(|(index, _)| source[index + marker.len()..].trim_start().strip_prefix('"'))
        .filter_map(|rest| rest.split_once('"').map(|(literal, _)| literal))
        .collect()
}

#[test]
fn every_key_that_is_said_exists_and_none_is_left_over() {
    let english = messages("en");
    let mut quoted: BTreeSet<String> = BTreeSet::new();
    let mut families: BTreeSet<String> = BTreeSet::new();
    let mut unknown = Vec::new();
    let own_tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in files(&root().join("crates"), &["rs", "html", "txt", "md"]) {
        let source = fs::read_to_string(&file).unwrap();
        // Tests say keys that are not there on purpose.
        let product = source.split("#[cfg(test)]").next().unwrap_or_default();
        if file.starts_with(own_tests.join("tests")) {
            continue;
        }
        for marker in ["say(", "say_with(", " key(", "(key("] {
            let said = literals(product, marker).into_iter().filter(|key| !english.contains_key(*key));
            unknown.extend(said.map(|key| format!("{}: {key}", file.display())));
        }
        for prefix in ["say_of(", "say_of_with("].iter().flat_map(|marker| literals(product, marker)) {
            families.insert(prefix.to_owned());
            if !english.keys().any(|key| key.starts_with(prefix)) {
                unknown.push(format!("{}: {prefix}…", file.display()));
            }
        }
        // A problem's heading and its text go together: see `Problem::new`.
        for title in [" key(", "(key("].iter().flat_map(|marker| literals(product, marker)) {
            quoted.insert(format!("{title}-text"));
        }
        quoted.extend(product.split('"').skip(1).map(str::to_owned));
    }
    assert_eq!(unknown, Vec::<String>::new(), "these keys are said and do not exist");
    let unused: Vec<_> = english
        .keys()
        .filter(|key| {
            !quoted.contains(*key) && !families.iter().any(|family| key.starts_with(family.as_str()))
        })
        // Read by name when a language is loaded.
        .filter(|key| !key.starts_with("language-"))
        .collect();
    assert_eq!(unused, Vec::<&String>::new(), "these keys exist and are never said");
}

#[test]
fn every_message_of_every_language_can_be_said() {
    let texts = madang_text::Texts::embedded();
    for language in languages() {
        let translator = texts.translator(&language.parse().unwrap());
        for (key, variables) in messages(&language) {
            let values: Vec<(&str, madang_text::Argument<'_>)> =
                variables.iter().map(|name| (name.as_str(), 2.into())).collect();
            let said = translator.say_with(&key, &values);
            assert!(!said.is_empty() && !said.contains("{$"), "{language}: {key} says {said:?}");
        }
    }
    assert_eq!(texts.missing(), 0);
}
