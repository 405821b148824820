//! What the portal wants done outside, done at once and answered.

use super::Portal;
use crate::app::lesson::begin;
use crate::domain::edition::Edition;
use crate::domain::time::Now;
use crate::portal::effect::{Effect, Entry};
use crate::portal::lesson::{Begun, Source};
use crate::portal::message::Msg;
use crate::portal::update;
use crate::store::Store;

impl Portal {
    /// Takes a message in and carries out what it leads to.
    pub fn tell(&mut self, msg: Msg) {
        let times = Now {
            tenant: self.now,
            real: self.now.plus_seconds(-self.ahead),
        };
        for effect in update(&mut self.model, msg, times) {
            match effect {
                Effect::CheckPassword(ticket, hash, secret) => {
                    if self.check_passwords {
                        self.tell(Msg::PasswordChecked(ticket, hash.verify(&secret)));
                    } else {
                        self.to_check.push(ticket);
                    }
                }
                Effect::Check(ticket, check) => self.tell(Msg::Checked(ticket, check.run())),
                Effect::Submit(ticket, plan) => {
                    let result = self.store.submit(plan.plan());
                    if result.is_ok() {
                        self.tell(Msg::State(self.store.snapshot()));
                    }
                    self.tell(Msg::Submitted(ticket, result));
                }
                Effect::Work(ticket, work) => {
                    let worked = work.run(&mut |_| true);
                    self.tell(Msg::Worked(ticket, worked.map(Box::new)));
                }
                Effect::ListFolder(ticket, folder) => {
                    let entries = self.listing(&folder);
                    self.tell(Msg::FolderListed(ticket, entries));
                }
                Effect::ReadFile(ticket, file) => {
                    let known = self.files.iter().find(|(path, _)| *path == file);
                    let text = known.map_or_else(
                        || Err(format!("{file} cannot be read: no such file")),
                        |(_, text)| text.clone(),
                    );
                    self.tell(Msg::FileRead(ticket, text));
                }
                Effect::Checkpoints(asked) => {
                    let answer = asked.carry_out(&*self.store);
                    self.tell(Msg::Checkpoints(answer));
                }
                Effect::ReadAudit(limit) => {
                    self.audits_read.push(limit);
                    let entries = self.store.audit(limit);
                    self.tell(Msg::Audit(entries));
                }
                Effect::ReadSignIns(limit) => {
                    self.tell(Msg::SignIns(self.store.sign_ins(limit)));
                }
                Effect::Export(ticket, export) => {
                    let path = export.path.clone();
                    self.exported.push(*export);
                    let result = self.export_fails.take().map_or(Ok(path), Err);
                    self.tell(Msg::Exported(ticket, result));
                }
                Effect::Record(wanted) => {
                    let file = wanted.then(|| "lesson.cast".into());
                    self.tell(Msg::Recording(Ok(file)));
                }
                Effect::Room(wish) => self.wishes.push(wish),
                Effect::Copy(text) => self.copied.push(text.reveal().to_owned()),
                Effect::PlayScenario(ticket, source, edition) => {
                    let begun = self.play(source, edition);
                    self.tell(Msg::ScenarioBegun(ticket, begun));
                }
                Effect::CheckStep => {
                    let now = self.now;
                    let (played, ..) = self.played.as_mut().expect("a scenario");
                    let checked = played.check(now);
                    self.tell(Msg::StepChecked(checked));
                }
                Effect::LeaveScenario => {
                    let (_, store, now) = self.played.take().expect("a scenario");
                    (self.store, self.now) = (store, now);
                    self.tell(Msg::State(self.store.snapshot()));
                }
                Effect::Quit => self.left = true,
                Effect::Stop(_)
                | Effect::Free(_)
                | Effect::Suspend
                | Effect::Repaint
                | Effect::SetMouse(_) => {}
            }
        }
    }

    /// Begins a scenario, as the host does; files are those that can be picked.
    fn play(&mut self, source: Source, edition: Option<Edition>) -> Result<Begun, String> {
        let (begun, played) = begin(source, edition)?;
        if let Some(played) = played {
            let before = std::mem::replace(&mut self.store, played.store());
            let now = std::mem::replace(&mut self.now, played.clock().now().tenant);
            self.played = Some((played, before, now));
        }
        Ok(begun)
    }

    /// What is in `folder` of the files that can be picked.
    fn listing(&self, folder: &str) -> Result<Vec<Entry>, String> {
        let inside = self.files.iter();
        let inside = inside.filter_map(|(path, _)| path.strip_prefix(folder));
        let mut entries: Vec<_> = inside
            .map(|path| match path.split_once('/') {
                Some((name, _)) => (name.to_owned(), true),
                None => (path.to_owned(), false),
            })
            .map(|(name, folder)| Entry { name, folder })
            .collect();
        entries.sort();
        entries.dedup();
        if entries.is_empty() && !folder.is_empty() {
            return Err(format!("{folder} cannot be listed: no such folder"));
        }
        Ok(entries)
    }
}
