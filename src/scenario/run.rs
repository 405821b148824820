//! Carrying a scenario out: step by step, through the same engine as every other surface.

use std::collections::BTreeMap;

use super::file::{Act, Bad, Expect, On, Register, Scenario, Step, UserSignIn};
use super::notation::{Notation, Probe, short};
use super::report::{Report, StepReport};
use super::wish::{self, Unknown};
use crate::domain::audit::{AuditEntry, AuditResult};
use crate::domain::command::Command;
use crate::domain::directory::Directory as _;
use crate::domain::edition::Edition;
use crate::domain::entropy::Entropy;
use crate::domain::id::UserId;
use crate::domain::phone::PhoneType;
use crate::domain::plan::{Actor, Outcome, Plan, plan};
use crate::domain::preview::{Line, Summary, result};
use crate::domain::role::Role;
use crate::domain::sign_in as machine;
use crate::domain::sign_in::{
    Answer, Ask, Attempt, Code, Means, Met, NewProof, PhoneProof, SignIn, rehearse,
};
use crate::domain::tenant::Tenant;
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::store::place_of_item;

mod compare;

/// More steps than a sign-in takes.
const MOST_STEPS: usize = 64;

/// The state between two steps.
pub(super) struct World {
    tenant: Tenant,
    /// The time that it began with.
    start: Timestamp,
    entropy: Entropy,
}

/// What came of a step.
#[derive(Default)]
pub(super) struct Done {
    title: String,
    says: Vec<String>,
    outcome: Option<String>,
    counts: (usize, usize, usize),
    audit: Vec<AuditEntry>,
}

impl Scenario {
    /// Runs it in `edition`. Fails only where the file names what is not there.
    pub fn run(&self, edition: Edition) -> Result<Report, Bad> {
        let mut entropy = Entropy::from_seed(u64::from(edition.year()));
        let tenant = self.tenant(edition, &mut entropy)?;
        let mut world = World::new(tenant, self.start(), entropy);
        let applies = |years: &[u16]| years.is_empty() || years.contains(&edition.year());
        let mut steps = Vec::new();
        for (at, step) in self.steps_in(edition) {
            let bad = |unknown: Unknown| self.unknown(at, &unknown);
            let before = world.tenant.clone();
            let done = world.perform(step, edition).map_err(bad)?;
            let expects: Vec<_> = step
                .expect
                .iter()
                .filter(|expect| applies(&expect.editions))
                .collect();
            let faults = world.faults(&before, Some(&done), &expects).map_err(bad)?;
            let (line, _) = place_of_item(&self.text, "steps", at);
            steps.push(StepReport {
                line,
                title: done.title,
                says: done.says,
                faults,
            });
        }
        Ok(Report {
            title: self.file.title.clone(),
            edition: edition.year(),
            steps,
        })
    }
}

impl World {
    /// `tenant`, whose time is `start` and the days that its clock is ahead.
    pub(super) fn new(tenant: Tenant, start: Timestamp, entropy: Entropy) -> Self {
        Self {
            tenant,
            start,
            entropy,
        }
    }

    fn perform(&mut self, step: &Step, edition: Edition) -> Result<Done, Unknown> {
        match &step.act {
            Act::Look => Ok(Done {
                title: "Look".to_owned(),
                ..Done::default()
            }),
            Act::Advance { days } => {
                let command = Command::AdvanceClock { days: *days };
                Ok(self.command(&command, able(edition)))
            }
            Act::Do(wish) => {
                let command = wish.command(&self.tenant)?;
                let role = step.by.unwrap_or(able(edition));
                let mut done = self.command(&command, role);
                done.title = format!("{} (by the {})", done.title, role.label());
                Ok(done)
            }
            Act::SignIn(sign_in) => self.sign_in(sign_in),
        }
    }

    /// The tenant's time: of the start, and as many days later as the clock was advanced.
    fn now(&self) -> Timestamp {
        self.tenant.facts().now(self.start)
    }

    fn command(&mut self, command: &Command, role: Role) -> Done {
        let actor = Actor {
            id: UserId(uuid::Uuid::nil()),
            upn: format!("the {}", role.label()),
            roles: role.into(),
        };
        let now = self.now();
        let plan = plan(&self.tenant, &actor, command, &mut self.entropy, now);
        let mut done = told(&self.tenant, &plan);
        done.title.clone_from(&plan.title);
        self.apply(plan);
        done
    }

    /// Applies a plan of this very state, which therefore fits.
    fn apply(&mut self, plan: Plan) -> Vec<AuditEntry> {
        let facts: Vec<_> = plan.facts().cloned().collect();
        let applied = self.tenant.apply(facts, plan.revision + 1);
        debug_assert!(applied.is_ok(), "{applied:?}");
        plan.audit
    }

    fn sign_in(&mut self, wanted: &UserSignIn) -> Result<Done, Unknown> {
        let user = wish::one(&self.tenant, &wanted.user)?;
        let user = self.tenant.user(user).ok_or_else(|| Unknown {
            name: wanted.user.clone(),
            what: "nobody".to_owned(),
        })?;
        let (attempt, means) = match &wanted.on {
            On::NewBrowser => tried(&user, &Probe::NewBrowser),
            On::Device(name) => tried(&user, &Probe::Device(name.clone())),
            On::App(name) => tried(&user, &Probe::AppPassword(name.clone())),
            On::AppWithPassword => tried(&user, &Probe::LegacyPassword),
        };
        let means = if wanted.wrong { Means::Wrong } else { means };
        let title = format!("{} signs in on {}", user.name, attempt.device.name);
        let entropy = Entropy::from_bytes(self.entropy.bytes());
        let mut machine = SignIn::begin(&self.tenant, attempt, entropy, self.now());
        let mut says = Vec::new();
        for _ in 0..MOST_STEPS {
            let answer = machine.right_answer(&self.tenant, &user.upn, means, self.now());
            let Some(answer) = answer.map(|right| chosen(&machine, right, wanted)) else {
                break;
            };
            if machine.answer(&self.tenant, answer, self.now()).is_err() {
                break;
            }
            match machine.step() {
                machine::Step::Ask(Ask::Registered { older, .. }) if !older.is_empty() => {
                    says.push(format!("review {} older methods", older.len()));
                }
                machine::Step::Ask(Ask::Register(machine::Registration {
                    fault: Some(fault),
                    ..
                })) => {
                    says.push(fault.to_string());
                    break;
                }
                _ => {}
            }
        }
        says.extend(machine.why().iter().map(ToString::to_string));
        let outcome = outcome_text(&machine);
        says.push(format!("\u{2192} {outcome}"));
        let audit = machine.take_plan().map(|plan| self.apply(plan));
        Ok(Done {
            title,
            says,
            outcome: Some(outcome),
            audit: audit.unwrap_or_default(),
            ..Done::default()
        })
    }

    /// What is not as expected. What a step came to is `done`; `None`: nobody knows, the state alone
    /// counts.
    pub(super) fn faults(
        &self,
        before: &Tenant,
        done: Option<&Done>,
        expects: &[&Expect],
    ) -> Result<Vec<String>, Unknown> {
        let mut faults = Vec::new();
        let mut expected: BTreeMap<UserId, Notation> = BTreeMap::new();
        for expect in expects {
            for (name, notation) in &expect.state {
                let users = wish::named(&self.tenant, name);
                if users.is_empty() {
                    wish::one(&self.tenant, name)?;
                }
                expected.extend(users.into_iter().map(|user| (user, notation.clone())));
            }
            faults.extend(done.map(|done| done.faults(expect)).into_iter().flatten());
        }
        let place = (&self.tenant.facts().policies, self.now());
        for user in self.tenant.users() {
            let notation = expected.get(&user.id).cloned().unwrap_or_default();
            let Some(old) = before.user(user.id) else {
                continue;
            };
            let found = compare::faults(&old, user, &notation, place);
            faults.extend(
                found
                    .into_iter()
                    .map(|fault| format!("{}: {fault}", user.upn)),
            );
            for (probe, wanted) in &notation.probes {
                let found = self.probe(user, probe);
                if !fits(wanted, &found) {
                    let probe = probe.text();
                    faults.push(format!(
                        "{}: {probe}: expected {wanted}, found {found}",
                        user.upn
                    ));
                }
            }
        }
        let settings = before.facts().settings != self.tenant.facts().settings;
        if settings && done.is_some_and(|done| done.counts.0 == 0) {
            faults.push("the service settings changed".to_owned());
        }
        Ok(faults)
    }

    /// How a sign-in would go, which is not made.
    fn probe(&self, user: &User, probe: &Probe) -> String {
        let (attempt, means) = tried(user, probe);
        let entropy = Entropy::from_seed(0);
        let machine = rehearse(&self.tenant, &user.upn, attempt, means, entropy, self.now());
        outcome_text(&machine)
    }
}

/// Whoever is able to act in `edition` (D8).
pub(super) fn able(edition: Edition) -> Role {
    match edition {
        Edition::Azure2018 => Role::GlobalAdministrator,
        _ => Role::AuthenticationAdministrator,
    }
}

/// What a plan comes to, in the words of its preview.
fn told(tenant: &Tenant, plan: &Plan) -> Done {
    let mut done = Done {
        says: Summary::of(tenant, plan)
            .lines
            .iter()
            .map(Line::text)
            .collect(),
        audit: plan.audit.clone(),
        ..Done::default()
    };
    if plan.rows.len() == 1 {
        done.says
            .extend(plan.rows.iter().map(|row| result(tenant, row).text));
    }
    for part in plan.parts() {
        match part.outcome {
            Outcome::Change(_) => done.counts.0 += 1,
            Outcome::Nothing(_) => done.counts.1 += 1,
            Outcome::Refused(_) => done.counts.2 += 1,
        }
    }
    done
}

impl Done {
    fn faults(&self, expect: &Expect) -> Vec<String> {
        let mut faults = Vec::new();
        if let Some(wanted) = &expect.outcome {
            let found = self.outcome.as_deref().unwrap_or("no sign-in");
            if !fits(wanted, found) {
                faults.push(format!("outcome: expected {wanted}, found {found}"));
            }
        }
        if let Some(wanted) = expect.done
            && wanted != self.counts
        {
            let found = self.counts;
            faults.push(format!(
                "done (changed, nothing, refused): expected {wanted:?}, found {found:?}"
            ));
        }
        if let Some(wanted) = &expect.audit {
            let found = self.activities();
            if *wanted != found {
                faults.push(format!("audit: expected {wanted:?}, found {found:?}"));
            }
        }
        for wanted in &expect.says {
            if !self.says.iter().any(|line| line.contains(wanted.as_str())) {
                faults.push(format!(
                    "says: expected \"{wanted}\" in what is printed above"
                ));
            }
        }
        faults
    }

    /// The activities, each once, with how they ended where that is not success.
    fn activities(&self) -> Vec<String> {
        let mut texts = Vec::new();
        for entry in &self.audit {
            let [name, ..] = entry.activity.names();
            let text = match entry.result {
                AuditResult::Success => name.to_owned(),
                AuditResult::NothingToDo(_) => format!("{name}: nothing to do"),
                AuditResult::Failure(_) => format!("{name}: refused"),
            };
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts
    }
}

/// `NO` stands for every `NO` with a code.
fn fits(wanted: &str, found: &str) -> bool {
    let coded = found
        .strip_prefix(wanted)
        .is_some_and(|rest| rest.starts_with(':'));
    wanted == found || wanted == "NO" && coded
}

/// The place and the means of a sign-in.
fn tried(user: &User, probe: &Probe) -> (Attempt, Means) {
    match probe {
        Probe::NewBrowser => (Attempt::new_browser(), Means::Password),
        Probe::Device(name) => {
            let device = user.devices.iter().find(|device| device.name == *name);
            let attempt = device.map_or_else(
                || {
                    // Its mark was revoked: a browser like any other.
                    let mut attempt = Attempt::new_browser();
                    attempt.device.name.clone_from(name);
                    attempt
                },
                Attempt::on,
            );
            (attempt, Means::Password)
        }
        Probe::AppPassword(name) => {
            let own = user.app_passwords.iter().find(|own| own.name == *name);
            let means = own.map_or(Means::Wrong, |own| Means::AppPassword(own.id));
            (Attempt::legacy_app(name), means)
        }
        Probe::LegacyPassword => (Attempt::legacy_app("a non-browser app"), Means::Password),
    }
}

/// The right answer, or what the scenario chose in its place.
fn chosen(machine: &SignIn, right: Answer, wanted: &UserSignIn) -> Answer {
    match (machine.step(), &right) {
        (machine::Step::Ask(Ask::Challenge(challenge)), _)
            if wanted.remember && challenge.remember.is_some() && !challenge.ticked =>
        {
            Answer::DontAskAgain(true)
        }
        (_, Answer::Choose(_)) => match &wanted.register {
            Some(register) => Answer::Choose(new_proof(register)),
            None => right,
        },
        _ => right,
    }
}

fn new_proof(register: &Register) -> NewProof {
    let phone = |phone_type, number: &String| NewProof::Phone {
        phone_type,
        number: number.clone(),
        by: PhoneProof::Call,
    };
    match register {
        Register::Authenticator(device) => NewProof::Authenticator {
            device: device.clone(),
        },
        Register::OtherApp(name) => NewProof::OtherApp { name: name.clone() },
        Register::Mobile(number) => phone(PhoneType::Mobile, number),
        Register::Office(number) => phone(PhoneType::Office, number),
    }
}

/// `OK`, `MFA:app`, `REG+CHG`, `NO:50126`, `BLK`.
fn outcome_text(machine: &SignIn) -> String {
    let machine::Step::End(end) = machine.step() else {
        return "unfinished".to_owned();
    };
    // A wrong password ends with the window closed, which has no code of its own.
    match end.code.unwrap_or(Code::WrongPassword) {
        Code::Success => {}
        Code::Disabled => return "BLK".to_owned(),
        other => return format!("NO:{}", other.number()),
    }
    if machine.met().is_empty() {
        return "OK".to_owned();
    }
    let met = machine.met().iter().map(|met| match met {
        Met::Registration => "REG".to_owned(),
        Met::Mfa(kind, _) => format!("MFA:{}", short(*kind)),
        Met::PasswordChange => "CHG".to_owned(),
    });
    met.collect::<Vec<_>>().join("+")
}
