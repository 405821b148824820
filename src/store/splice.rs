//! Rewriting only what changed: a value whose canonical text is as it was keeps its bytes in the
//! file, its comments and its layout with it (`store.md` 6, "small form").
//!
//! Three texts of one value meet here: as the file has it, and the canonical texts of what the
//! file says and of what it shall say. Differences between the last two are carried over into the
//! first.

use std::ops::Range;

use super::outline::{Inner, Item, Node};
use super::tokens::{line_end, skip_blanks};

/// A text and the tree (or a part of the tree) in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) text: &'a str,
    pub(super) node: &'a Node,
}

/// What is to be put in place of a range of the file's text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edit {
    range: Range<usize>,
    with: String,
}

/// `text` with every edit made. Edits of one place are made in the order in which they came.
pub(super) fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut out = String::with_capacity(text.len() + 1024);
    let mut at = 0;
    for edit in edits {
        // Overlaps do not occur; were there one, the reader that checks the result refuses it.
        out.push_str(text.get(at..edit.range.start).unwrap_or_default());
        out.push_str(&edit.with);
        at = at.max(edit.range.end);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Carries the difference between `old` and `new` over into `file`.
pub(super) fn merge(file: Part<'_>, old: Part<'_>, new: Part<'_>, edits: &mut Vec<Edit>) {
    if old.slice() == new.slice() {
        return;
    }
    let opened = file.slice().contains('\n');
    match (&file.node.inner, &old.node.inner, &new.node.inner) {
        (Some(inner), Some(was), Some(now))
            if opened && file.head(inner) == new.head(now) && old.head(was) == new.head(now) =>
        {
            let merged = if inner.bracket == b'[' {
                merge_list(file, inner, [old, new], edits)
            } else {
                merge_fields(file, inner, [old, new], edits)
            };
            if merged.is_none() {
                replace(file, new, edits);
            }
        }
        _ => replace(file, new, edits),
    }
}

/// `with` in place of what stands there.
pub(super) fn replacement(range: Range<usize>, with: &str) -> Edit {
    Edit {
        range,
        with: with.to_owned(),
    }
}

fn replace(file: Part<'_>, new: Part<'_>, edits: &mut Vec<Edit>) {
    let indent = indent_of(file.text, file.node.span.start);
    let with = reindented(new, indent);
    edits.push(Edit {
        range: file.node.span.clone(),
        with,
    });
}

/// `None`: fields without names; nothing was done.
fn merge_fields(
    file: Part<'_>,
    inner: &Inner,
    [old, new]: [Part<'_>; 2],
    edits: &mut Vec<Edit>,
) -> Option<()> {
    let all = [file, old, new];
    if all
        .iter()
        .any(|part| part.node.items().iter().any(|item| item.name.is_none()))
    {
        return None;
    }
    let mut place = Place::first(file.text, inner);
    for item in new.node.items() {
        let name = item.name(new.text)?;
        let own = file.node.field(file.text, name);
        let was = old.node.field(old.text, name);
        match (own, was) {
            (Some(own), Some(was)) => {
                merge(file.at(own), old.at(was), new.at(item), edits);
            }
            (Some(own), None) => replace(file.at(own), new.at(item), edits),
            // The file leaves out what is written canonically: it may go on doing so.
            (None, Some(was)) if old.at(was).slice() == new.at(item).slice() => {}
            (None, _) => place.insert(new, item, edits),
        }
        if let Some(own) = own {
            place = Place::behind(file.text, own);
        }
    }
    for own in &inner.items {
        let name = own.name(file.text)?;
        let gone = new.node.field(new.text, name).is_none();
        if gone && old.node.field(old.text, name).is_some() {
            remove(file.text, own, edits);
        }
    }
    Some(())
}

/// `None`: the lists do not run in parallel; nothing was done.
fn merge_list(
    file: Part<'_>,
    inner: &Inner,
    [old, new]: [Part<'_>; 2],
    edits: &mut Vec<Edit>,
) -> Option<()> {
    let were = old.node.items();
    if were.len() != inner.items.len() {
        return None;
    }
    let mut from = Vec::new();
    for item in new.node.items() {
        let item = new.at(item);
        let same = were
            .iter()
            .position(|was| old.at(was).slice() == item.slice());
        let same = same.or_else(|| {
            let id = item.id()?;
            were.iter().position(|was| old.at(was).id() == Some(id))
        });
        from.push(same);
    }
    if !from.iter().flatten().is_sorted_by(|a, b| a < b) {
        return None;
    }
    let mut place = Place::first(file.text, inner);
    for (item, from) in new.node.items().iter().zip(&from) {
        match from {
            Some(at) => {
                let own = &inner.items[*at];
                merge(file.at(own), old.at(&were[*at]), new.at(item), edits);
                place = Place::behind(file.text, own);
            }
            None => place.insert(new, item, edits),
        }
    }
    for (at, own) in inner.items.iter().enumerate() {
        if !from.contains(&Some(at)) {
            remove(file.text, own, edits);
        }
    }
    Some(())
}

/// Where the next item goes in.
pub(super) struct Place<'a> {
    text: &'a str,
    at: usize,
    indent: usize,
    /// Where a comma is missing before it.
    comma: Option<usize>,
}

impl<'a> Place<'a> {
    /// At the beginning of `inner`.
    pub(super) fn first(text: &'a str, inner: &Inner) -> Self {
        let indent = match inner.items.first() {
            Some(item) => indent_of(text, item.start()),
            None => indent_of(text, inner.start) + super::canonical::STEP,
        };
        Self {
            text,
            at: behind_comment(text, inner.start),
            indent,
            comma: None,
        }
    }

    /// Behind `item`.
    pub(super) fn behind(text: &'a str, item: &Item) -> Self {
        Self {
            text,
            at: behind_comment(text, item.end()),
            indent: indent_of(text, item.start()),
            comma: item.comma.is_none().then_some(item.value.span.end),
        }
    }

    /// Puts `item` of `new` there.
    pub(super) fn insert(&mut self, new: Part<'_>, item: &Item, edits: &mut Vec<Edit>) {
        if let Some(at) = self.comma.take() {
            edits.push(Edit {
                range: at..at,
                with: ",".to_owned(),
            });
        }
        let name = item.name(new.text).map(|name| format!("{name}: "));
        let value = reindented(new.at(item), self.indent);
        // On a line of its own, unless what follows is on this one.
        let own_line = self.text[self.at..].starts_with('\n') || self.at == self.text.len();
        let end = if own_line { "" } else { "\n" };
        edits.push(Edit {
            range: self.at..self.at,
            with: format!(
                "\n{:indent$}{}{value},{end}",
                "",
                name.unwrap_or_default(),
                indent = self.indent
            ),
        });
    }
}

/// Removes `item`, and its line if nothing else is on it.
pub(super) fn remove(text: &str, item: &Item, edits: &mut Vec<Edit>) {
    let (start, end) = (item.start(), item.end());
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = line_end(text, end);
    let alone = text[line..start].trim().is_empty() && text[end..line_end].trim().is_empty();
    let range = if alone {
        line..(line_end + 1).min(text.len())
    } else {
        start..end
    };
    edits.push(Edit {
        range,
        with: String::new(),
    });
}

impl<'a> Part<'a> {
    fn slice(self) -> &'a str {
        &self.text[self.node.span.clone()]
    }

    fn at(self, item: &'a Item) -> Part<'a> {
        Self {
            text: self.text,
            node: &item.value,
        }
    }

    /// What stands up to and with the opening bracket: `Phone(`.
    fn head(self, inner: &Inner) -> &'a str {
        &self.text[self.node.span.start..inner.start]
    }

    fn id(self) -> Option<&'a str> {
        let id = self.node.field(self.text, "id")?;
        Some(self.at(id).slice())
    }
}

/// Behind the comment that ends the line of `at`, if nothing else is left of it; else `at`.
fn behind_comment(text: &str, at: usize) -> usize {
    let line_end = line_end(text, at);
    if skip_blanks(&text[..line_end], at) == line_end {
        line_end
    } else {
        at
    }
}

/// How many blanks the line of `at` begins with.
fn indent_of(text: &str, at: usize) -> usize {
    let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let blanks = text[line..].bytes().take_while(|&b| b == b' ').count();
    blanks.min(at - line)
}

/// The text of `new`, its lines moved to where one that begins in a line indented by `indent`
/// belongs. A canonical text has no line feed inside its strings.
fn reindented(new: Part<'_>, indent: usize) -> String {
    let was = indent_of(new.text, new.node.span.start);
    let mut lines = new.slice().split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let blanks = line.bytes().take_while(|&b| b == b' ').count();
        let blanks = (blanks + indent).saturating_sub(was);
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', blanks));
        out.push_str(line.trim_start_matches(' '));
    }
    out
}
