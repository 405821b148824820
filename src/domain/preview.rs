//! What a plan comes to, in lines: the "What Save will do" of every confirmation, and one line
//! per user for the list below it and for the result after saving. Reads a plan; decides nothing.

mod clock;
mod effect;
mod settings;

use std::collections::{BTreeMap, BTreeSet};

use super::change::Fact;
use super::command::Action;
use super::directory::Directory;
use super::method::MethodKind;
use super::number::grouped;
use super::plan::{Outcome, Plan, Row, Warning};
use super::tenant::TenantFacts;
use super::user::User;
use effect::{Effect, Tally, plural};

/// A plan, summed up over all its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// First what changes, then what is left alone, refused, untouched and worth a warning.
    pub lines: Vec<Line>,
}

/// One line of a summary: `23 users` and `lose 31 methods: 22 phones, 9 Authenticator apps`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What kind of news it is.
    pub tone: Tone,
    /// How many of what, such as `(23, "users")`; `None`: the tenant as a whole.
    pub count: Option<(usize, &'static str)>,
    /// What happens to them.
    pub text: String,
}

/// What kind of news a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// It changes.
    Change,
    /// There is nothing to do (D19).
    Nothing,
    /// It is refused.
    Refused,
    /// It stays, where one might have thought otherwise.
    Untouched,
    /// To know before saying yes.
    Warning,
}

/// What comes of one row, on one line: `2 methods deleted, 1 remembered device forgotten`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowResult {
    /// [`Tone::Refused`] where any part is refused, else whether it changes anything.
    pub tone: Tone,
    /// The line.
    pub text: String,
}

impl Line {
    /// The line as plain text: `23 users lose 31 methods: 22 phones, 9 Authenticator apps`.
    pub fn text(&self) -> String {
        match self.count {
            Some((count, noun)) => format!("{} {noun} {}", grouped(count), self.text),
            None => self.text.clone(),
        }
    }

    fn users(tone: Tone, count: usize, text: String) -> Self {
        Self::counted(tone, count, ["user", "users"], text)
    }

    fn counted(tone: Tone, count: usize, nouns: [&'static str; 2], text: String) -> Self {
        Self {
            tone,
            count: Some((count, plural(count, nouns))),
            text,
        }
    }
}

impl Summary {
    /// Sums up `plan`, which was made on `directory`.
    pub fn of(directory: &dyn Directory, plan: &Plan) -> Self {
        let mut summing = Summing::new(directory.facts());
        for row in &plan.rows {
            let user = row.user.and_then(|id| directory.user(id));
            summing.add(row, user.as_deref());
        }
        summing.finish(directory, plan)
    }

    /// The lines as plain text, one below the other.
    pub fn text(&self) -> String {
        let lines: Vec<_> = self.lines.iter().map(Line::text).collect();
        lines.join("\n")
    }
}

/// A summary in the making, row by row: over very many users a plan is summed up while it is made,
/// so that each of them is read once.
pub struct Summing<'a> {
    facts: &'a TenantFacts,
    effects: BTreeMap<Effect, Tally>,
    nothing: Reasons,
    refused: Reasons,
    kept: Kept,
    warnings: BTreeMap<Warning, usize>,
}

impl<'a> Summing<'a> {
    /// Of a plan for the tenant of these facts, of which nothing is known yet.
    pub fn new(facts: &'a TenantFacts) -> Self {
        Self {
            facts,
            effects: BTreeMap::new(),
            nothing: Reasons::default(),
            refused: Reasons::default(),
            kept: Kept::default(),
            warnings: BTreeMap::new(),
        }
    }

    /// Takes in the next row, whose user is `user` before.
    pub fn add(&mut self, row: &Row, user: Option<&User>) {
        let of_row = effect::of_row(self.facts, row, user);
        self.kept.add(user, row, &of_row);
        for (effect, tally) in of_row {
            self.effects.entry(effect).or_default().merge(&tally);
        }
        let own: BTreeSet<_> = row.parts.iter().flat_map(|part| &part.warnings).collect();
        // What stays is counted below; it is not said twice.
        for warning in own
            .into_iter()
            .filter(|warning| **warning != Warning::AppPasswordsStay)
        {
            *self.warnings.entry(*warning).or_default() += 1;
        }
        self.nothing.add(row, nothing_texts(row));
        self.refused.add(row, refused_texts(row));
    }

    /// The summary of `plan`, all of whose rows were taken in. It was made on `directory`.
    pub fn finish(self, directory: &dyn Directory, plan: &Plan) -> Summary {
        let Self {
            effects,
            nothing,
            refused,
            kept,
            warnings,
            ..
        } = self;
        let mut lines: Vec<_> = effects
            .iter()
            .filter(|(effect, _)| !matches!(effect, Effect::Clock(_)))
            .map(|(effect, tally)| effect.line(tally))
            .collect();
        lines.extend(nothing.lines(Tone::Nothing));
        lines.extend(refused.lines(Tone::Refused));
        lines.extend(kept.lines());
        for fact in plan.facts() {
            match fact {
                Fact::Settings(after) => lines.extend(settings::lines(directory, after)),
                Fact::Clock(days) => lines.extend(clock::lines(directory, plan.at, *days)),
                Fact::Tenant(after) => {
                    if after.settings != directory.facts().settings {
                        lines.extend(settings::lines(directory, &after.settings));
                    }
                    if after.clock_days != directory.facts().clock_days {
                        lines.extend(clock::lines(directory, plan.at, after.clock_days));
                    }
                }
                Fact::User(..) | Fact::Create(_) | Fact::Purge(_) => {}
            }
        }
        lines.extend(
            warnings
                .into_iter()
                .map(|(warning, count)| Line::users(Tone::Warning, count, warning.to_string())),
        );
        Summary { lines }
    }
}

/// What comes of `row` of a plan that was made on `directory`.
pub fn result(directory: &dyn Directory, row: &Row) -> RowResult {
    let user = row.user.and_then(|id| directory.user(id));
    let done: Vec<_> = effect::of_row(directory.facts(), row, user.as_deref())
        .iter()
        .map(|(effect, tally)| effect.phrase(tally.items))
        .collect();
    let refused = refused_texts(row);
    let tone = match (refused.is_empty(), done.is_empty()) {
        (false, _) => Tone::Refused,
        (true, false) => Tone::Change,
        (true, true) => Tone::Nothing,
    };
    let mut texts = vec![done.join(", ")];
    if done.is_empty() && refused.is_empty() {
        texts = vec![nothing_texts(row).join(", ")];
    }
    texts.extend(refused);
    texts.retain(|text| !text.is_empty());
    if texts.is_empty() {
        texts.push("nothing to do".to_owned());
    }
    RowResult {
        tone,
        text: texts.join("; "),
    }
}

/// Why parts of `row` have nothing to do, each reason once.
fn nothing_texts(row: &Row) -> Vec<String> {
    distinct(row.parts.iter().filter_map(|part| match &part.outcome {
        Outcome::Nothing(why) => Some(why.to_string()),
        Outcome::Change(_) | Outcome::Refused(_) => None,
    }))
}

/// Why parts of `row` are refused, each reason once.
fn refused_texts(row: &Row) -> Vec<String> {
    distinct(row.parts.iter().filter_map(|part| match &part.outcome {
        Outcome::Refused(why) => Some(format!("refused: {}", within_a_sentence(&why.in_short()))),
        Outcome::Change(_) | Outcome::Nothing(_) => None,
    }))
}

/// A sentence as it reads behind a colon. Names keep their capitals.
fn within_a_sentence(text: &str) -> String {
    let ordinary = [
        "A ", "An ", "In ", "The ", "This ", "There ", "At ", "Only ", "Type ",
    ];
    match ordinary
        .iter()
        .find_map(|word| Some((word, text.strip_prefix(word)?)))
    {
        Some((word, rest)) => word.to_lowercase() + rest,
        None => text.to_owned(),
    }
}

fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = Vec::new();
    for text in texts {
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen
}

/// Reasons in the order they were met, with how many users each concerns.
#[derive(Default)]
struct Reasons(Vec<(String, Option<usize>)>);

impl Reasons {
    fn add(&mut self, row: &Row, texts: Vec<String>) {
        for text in texts {
            let one = row.user.map(|_| 1);
            match self.0.iter_mut().find(|(known, _)| *known == text) {
                Some((_, count)) => *count = count.map(|count| count + 1).or(one),
                None => self.0.push((text, one)),
            }
        }
    }

    fn lines(self, tone: Tone) -> impl Iterator<Item = Line> {
        self.0.into_iter().map(move |(text, count)| match count {
            Some(count) => Line::users(tone, count, text),
            None => Line {
                tone,
                count: None,
                text,
            },
        })
    }
}

/// What the users of a clean-up keep, where something of theirs changes: what S0 to S3 warn that
/// one forgets.
#[derive(Default)]
struct Kept {
    methods: BTreeMap<MethodKind, usize>,
    app_passwords: usize,
    devices: usize,
}

impl Kept {
    fn add(&mut self, user: Option<&User>, row: &Row, effects: &[(Effect, Tally)]) {
        let cleans_up = row.parts.iter().any(|part| {
            let clean_up = matches!(
                part.action,
                Action::RequireReregister
                    | Action::DeleteAppPasswords
                    | Action::RevokeMfaSessions
                    | Action::ResetPassword
            );
            clean_up && part.outcome.facts().is_some()
        });
        let Some(user) = user.filter(|_| cleans_up) else {
            return;
        };
        let of = |effect: Effect| {
            let mut tallies = effects.iter().filter(|(own, _)| *own == effect);
            tallies.next().map(|(_, tally)| tally)
        };
        let gone = |effect: Effect| of(effect).map_or(0, |tally| tally.items);
        self.app_passwords += user
            .app_passwords
            .len()
            .saturating_sub(gone(Effect::AppPasswordDeleted));
        self.devices += user
            .devices
            .len()
            .saturating_sub(gone(Effect::DeviceForgotten));
        let deleted = of(Effect::MethodDeleted);
        for kind in user.method_kinds() {
            let all = user.methods.iter().filter(|own| own.kind() == kind).count();
            let gone = deleted.and_then(|tally| tally.kinds.get(&kind)).copied();
            *self.methods.entry(kind).or_default() += all.saturating_sub(gone.unwrap_or(0));
        }
    }

    fn lines(mut self) -> Vec<Line> {
        self.methods.retain(|_, count| *count > 0);
        let line = |count, nouns, text| Line::counted(Tone::Untouched, count, nouns, text);
        let methods = self.methods.values().sum();
        let stay = |count, verbs| plural(count, verbs).to_owned();
        [
            line(
                methods,
                ["method", "methods"],
                format!(
                    "{}: {}",
                    stay(methods, ["stays", "stay"]),
                    effect::kinds_text(&self.methods)
                ),
            ),
            line(
                self.app_passwords,
                ["app password", "app passwords"],
                stay(self.app_passwords, ["keeps working", "keep working"]),
            ),
            line(
                self.devices,
                ["remembered device", "remembered devices"],
                stay(self.devices, ["stays remembered", "stay remembered"]),
            ),
        ]
        .into_iter()
        .filter(|line| line.count.is_some_and(|(count, _)| count > 0))
        .collect()
    }
}
