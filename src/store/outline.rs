//! The tree of a RON text: which value, field and item stands where. Comments and blanks belong to
//! no node, which is what lets them survive a rewrite.

use std::ops::Range;

use super::tokens::{Kind, Token, tokens};

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) span: Range<usize>,
    /// What is between its brackets; `None`: it has none.
    pub(super) inner: Option<Inner>,
}

/// What is between two brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inner {
    /// Right behind the opening bracket.
    pub(super) start: usize,
    /// What opened it: `(`, `[` or `{`.
    pub(super) bracket: u8,
    pub(super) items: Vec<Item>,
}

/// A field, or an item of a list or tuple.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// The field's name or the map's key; `None` in lists and tuples.
    pub(super) name: Option<Range<usize>>,
    pub(super) value: Node,
    /// Right behind its comma, if it has one.
    pub(super) comma: Option<usize>,
}

/// Deeper nesting than any record has.
const DEPTH: usize = 32;

/// The tree of `text`; `None` where it is none that the store could have read.
pub(super) fn outline(text: &str) -> Option<Node> {
    let mut reader = Reader {
        text,
        tokens: tokens(text).collect(),
        at: 0,
    };
    // `#![enable(implicit_some)]`
    while reader.takes(b'#').is_some() {
        reader.takes(b'!')?;
        reader.value(0)?;
    }
    let node = reader.value(0)?;
    (reader.at == reader.tokens.len()).then_some(node)
}

impl Node {
    /// The field or item that `name` names.
    pub(super) fn field<'a>(&'a self, text: &str, name: &str) -> Option<&'a Item> {
        self.items()
            .iter()
            .find(|item| item.name(text) == Some(name))
    }

    /// Its fields or items.
    pub(super) fn items(&self) -> &[Item] {
        self.inner.as_ref().map_or(&[], |inner| &inner.items)
    }
}

impl Item {
    pub(super) fn name<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.name.clone().map(|name| &text[name])
    }

    /// Where it begins.
    pub(super) fn start(&self) -> usize {
        self.name.as_ref().unwrap_or(&self.value.span).start
    }

    /// Where it ends, comma included.
    pub(super) fn end(&self) -> usize {
        self.comma.unwrap_or(self.value.span.end)
    }
}

struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead)
    }

    /// Behind the next token, if it is this sign.
    fn takes(&mut self, sign: u8) -> Option<usize> {
        let token = self.peek(0)?;
        let end = token.span.end;
        (token.kind == Kind::Sign(sign)).then(|| {
            self.at += 1;
            end
        })
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        let first = self.peek(0)?.clone();
        let bracket = match first.kind {
            Kind::Sign(bracket @ (b'(' | b'[' | b'{')) => bracket,
            Kind::Sign(_) => return None,
            Kind::Word if self.peek(1).map(|token| token.kind) == Some(Kind::Sign(b'(')) => {
                self.at += 1;
                b'('
            }
            Kind::Word | Kind::Quoted => {
                self.at += 1;
                return Some(Node {
                    span: first.span,
                    inner: None,
                });
            }
        };
        let (inner, end) = self.inner(bracket, depth)?;
        Some(Node {
            span: first.span.start..end,
            inner: Some(inner),
        })
    }

    fn inner(&mut self, bracket: u8, depth: usize) -> Option<(Inner, usize)> {
        let start = self.takes(bracket).filter(|_| depth < DEPTH)?;
        let close = match bracket {
            b'(' => b')',
            b'{' => b'}',
            _ => b']',
        };
        let mut items = Vec::new();
        loop {
            if let Some(end) = self.takes(close) {
                let inner = Inner {
                    start,
                    bracket,
                    items,
                };
                return Some((inner, end));
            }
            let named = self.peek(1).map(|token| token.kind) == Some(Kind::Sign(b':'));
            let name = if named {
                let name = self.peek(0)?.span.clone();
                self.at += 2;
                // `r#name` is the same field as `name`.
                let raw = self.text[name.clone()].starts_with("r#");
                Some(name.start + if raw { 2 } else { 0 }..name.end)
            } else {
                None
            };
            let value = self.value(depth + 1)?;
            let comma = self.takes(b',');
            items.push(Item { name, value, comma });
            if comma.is_none() && self.peek(0)?.kind != Kind::Sign(close) {
                return None;
            }
        }
    }
}
