//! Whatever is pressed, pasted, clicked and resized, in whatever order: nothing panics, nothing is
//! lost, and drawing is a function of the model.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use proptest::prelude::*;
use proptest::sample::select;

use super::harness::{GLOBAL, NOW, Portal, contoso_in};
use crate::domain::edition::Edition;
use crate::grid::on_frame;
use crate::portal::keymap::{Availability, BINDINGS};
use crate::portal::message::Msg;
use crate::portal::theme::Theme;
use crate::portal::view::ViewState;
use crate::portal::{mouse, update, view};
use crate::store::{Access, Store};
use ratatui::buffer::Buffer;
use ratatui::{Terminal, backend::TestBackend};

/// Something that a person, or a cat, does.
#[derive(Debug, Clone)]
enum Deed {
    Key(KeyEvent),
    Paste(String),
    Mouse(MouseEventKind, u16, u16),
    Resize(u16, u16),
}

fn key() -> impl Strategy<Value = KeyEvent> {
    let code = prop_oneof![
        // Keys that mean something come often, others now and then.
        6 => select(" jkhlgGmpbUdrvsca+cDtenAS*JKyu:?/f12q\u{1b}".chars().collect::<Vec<_>>()).prop_map(KeyCode::Char),
        4 => select(vec![
            KeyCode::Enter, KeyCode::Esc, KeyCode::Tab, KeyCode::BackTab, KeyCode::Up,
            KeyCode::Down, KeyCode::Left, KeyCode::Right, KeyCode::Home, KeyCode::End,
            KeyCode::PageUp, KeyCode::PageDown, KeyCode::Backspace, KeyCode::Delete,
            KeyCode::Insert, KeyCode::F(8), KeyCode::F(1), KeyCode::Null,
        ]),
        1 => any::<char>().prop_map(KeyCode::Char),
    ];
    let modifiers = prop_oneof![
        8 => Just(KeyModifiers::NONE),
        2 => Just(KeyModifiers::SHIFT),
        3 => Just(KeyModifiers::CONTROL),
        1 => Just(KeyModifiers::ALT),
        1 => any::<u8>().prop_map(KeyModifiers::from_bits_truncate),
    ];
    (code, modifiers).prop_map(|(code, modifiers)| KeyEvent::new(code, modifiers))
}

fn deed() -> impl Strategy<Value = Deed> {
    let button = select(vec![
        MouseEventKind::Down(MouseButton::Left),
        MouseEventKind::Down(MouseButton::Left),
        MouseEventKind::Down(MouseButton::Right),
        MouseEventKind::ScrollDown,
        MouseEventKind::ScrollUp,
        MouseEventKind::Moved,
    ]);
    prop_oneof![
        20 => key().prop_map(Deed::Key),
        1 => any::<String>().prop_map(Deed::Paste),
        1 => select(vec!["+1 4255550100", "kim@contoso.com", "an", ""]).prop_map(|text| Deed::Paste(text.to_owned())),
        6 => (button, 0..200u16, 0..60u16).prop_map(|(kind, x, y)| Deed::Mouse(kind, x, y)),
        2 => (1..=200u16, 1..=60u16).prop_map(|(columns, rows)| Deed::Resize(columns, rows)),
    ]
}

fn draw(portal: &Portal, state: &mut ViewState) -> Buffer {
    let (columns, rows) = portal.model.size;
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal
        .draw(|frame| on_frame(frame, |grid| view(&portal.model, state, grid)))
        .unwrap();
    terminal.backend().buffer().clone()
}

fn act(portal: &mut Portal, deed: &Deed) {
    match deed {
        Deed::Key(key) => portal.tell(Msg::Key(*key)),
        Deed::Paste(text) => portal.tell(Msg::Paste(text.clone())),
        Deed::Mouse(kind, column, row) => {
            let event = MouseEvent {
                kind: *kind,
                column: *column,
                row: *row,
                modifiers: KeyModifiers::NONE,
            };
            if let Some(msg) = mouse(&portal.state, event) {
                portal.tell(msg);
            }
        }
        Deed::Resize(columns, rows) => {
            portal.resize((*columns, *rows));
        }
    }
}

/// What holds in every state there can be.
fn sound(portal: &mut Portal, deed: &Deed) {
    let model = &portal.model;
    if model.session.is_some() {
        assert!(!model.blades.is_empty(), "no blade after {deed:?}");
    } else {
        assert!(
            model.blades.is_empty() && model.dialogs.is_empty(),
            "{deed:?}"
        );
    }
    assert!(
        model.blades.len() <= 3,
        "{} blades after {deed:?}",
        model.blades.len()
    );
    assert!(
        model.dialogs.len() <= 2,
        "{} dialogs after {deed:?}",
        model.dialogs.len()
    );
    assert!(model.saving.is_none(), "a save was never answered");
    let tenant = &model.snapshot;
    assert_eq!(tenant.revision(), portal.store.snapshot().revision());
    // Those below are brought in line when they are shown again.
    if let Some(list) = model.blade().and_then(|blade| blade.list()) {
        let directory = &**tenant;
        let selected = list.selected().users();
        for id in &selected {
            let head = directory.position(*id).and_then(|at| directory.head(at));
            assert!(
                head.is_some_and(|head| !head.deleted),
                "a mark on nobody after {deed:?}"
            );
        }
        let (count, hidden) = list.counts();
        assert!(count == selected.len() && hidden <= count && count <= directory.len());
        assert!(list.len() <= list.total());
        assert!(
            list.is_empty() || list.at() < list.len(),
            "the cursor is off the list"
        );
        assert_eq!(list.cursor().is_none(), list.is_empty(), "after {deed:?}");
    }
    let scopes = model.scopes();
    for binding in BINDINGS
        .iter()
        .filter(|binding| scopes.contains(&binding.scope))
    {
        if let Availability::Disabled(why) = (binding.when)(model) {
            assert!(
                why.trim().len() > 5,
                "{} gives no reason after {deed:?}",
                binding.id
            );
        }
    }

    let before = format!("{model:?}");
    let mut state = ViewState::default();
    let fresh = draw(portal, &mut state);
    let again = draw(portal, &mut state);
    assert_eq!(fresh, again, "drawing twice differs after {deed:?}");
    assert_eq!(
        before,
        format!("{:?}", portal.model),
        "drawing changed the model"
    );
    // What is clicked next is what was drawn last.
    let (columns, rows) = portal.model.size;
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    let (model, state) = (&portal.model, &mut portal.state);
    terminal
        .draw(|frame| on_frame(frame, |grid| view(model, state, grid)))
        .unwrap();
}

fn run(mut portal: Portal, deeds: &[Deed]) {
    for deed in deeds {
        act(&mut portal, deed);
        sound(&mut portal, deed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_is_done_breaks_it(
        deeds in proptest::collection::vec(deed(), 1..60),
        edition in select(Edition::ALL.to_vec()),
        size in (1..=200u16, 1..=60u16),
    ) {
        let tenant = contoso_in(edition);
        run(Portal::of(tenant, Access::Sandbox, size).signed_in_as(GLOBAL), &deeds);
    }

    #[test]
    fn nothing_breaks_it_where_nothing_can_be_saved(
        deeds in proptest::collection::vec(deed(), 1..60),
        theme in select(vec![Theme::ansi(), Theme::mono()]),
    ) {
        run(Portal::read_only((100, 30)).signed_in_as("authadmin@contoso.com").themed(&theme).in_ascii(), &deeds);
    }

    #[test]
    fn nothing_breaks_the_sign_in(deeds in proptest::collection::vec(deed(), 1..30)) {
        run(Portal::contoso((80, 24)).checking_later(), &deeds);
    }
}

/// What a blade works out when it is first drawn is no change.
#[test]
fn every_place_of_the_menu_is_looked_at_without_a_trace() {
    let keys = "123456789".chars().map(KeyCode::Char);
    let deeds = keys.map(|code| Deed::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    let deeds: Vec<_> = deeds.collect();
    for portal in [Portal::read_only((100, 30)), Portal::contoso((100, 30))] {
        run(portal.signed_in_as(GLOBAL), &deeds);
    }
}

#[test]
fn an_answer_that_nobody_waits_for_is_dropped() {
    let mut portal = Portal::contoso((80, 24)).checking_later();
    portal.keys("<Enter><C-t><Enter><Esc>");
    let ticket = portal.to_check.pop().unwrap();
    let effects = update(&mut portal.model, Msg::PasswordChecked(ticket, true), NOW);
    assert!(effects.is_empty(), "{effects:?}");
    assert!(portal.model.session.is_none(), "signed in after going back");
    portal.shows("Pick an account");
}
