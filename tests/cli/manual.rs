//! Completions and the manual page: they know every command and option there is.

use rstest::rstest;

use crate::Home;

/// Every command and every long option, as the program's own help and that of each command say.
fn commands_and_options(home: &Home) -> Vec<String> {
    let help = home.stdout(["--help"]);
    let commands = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help");
    let mut known: Vec<String> = commands.map(str::to_owned).collect();
    assert!(known.len() >= 7, "{known:?}");
    let pages: Vec<_> = known
        .iter()
        .map(|command| home.stdout([command, "--help"]))
        .chain([help.clone()])
        .collect();
    for page in pages {
        let options = page.lines().filter_map(|line| {
            let at = line.find("--")?;
            let before = line[..at].trim();
            (before.is_empty() || before.ends_with(',')).then_some(&line[at..])
        });
        let names = options.filter_map(|line| line.split([' ', '=', ',']).next());
        known.extend(names.map(str::to_owned));
    }
    known.sort();
    known.dedup();
    assert!(known.len() > 20, "{known:?}");
    known
}

#[rstest]
#[case::bash("bash")]
#[case::zsh("zsh")]
#[case::fish("fish")]
#[case::elvish("elvish")]
#[case::powershell("powershell")]
fn completions_know_every_command_and_option(#[case] shell: &str) {
    let home = Home::new();
    let script = home.stdout(["completions", shell]);
    for known in commands_and_options(&home) {
        // fish writes an option's name without its dashes.
        let name = if shell == "fish" {
            known.trim_start_matches('-')
        } else {
            &known
        };
        assert!(script.contains(name), "{shell} does not know {known}");
    }
}

#[test]
fn the_manual_page_knows_every_command_and_option() {
    let home = Home::new();
    let page = home.stdout(["man"]).replace("\\-", "-");
    assert!(page.contains(".TH proofup 1"), "{page}");
    for known in commands_and_options(&home) {
        assert!(page.contains(&known), "no {known}");
    }
    assert!(
        page.contains("Exit codes"),
        "what follows the options is there too"
    );
    // A line that roff would take for a command of its own.
    let odd = page.lines().filter(|line| line.starts_with('.'));
    for line in odd {
        let command = line.split(' ').next().unwrap();
        let letters = command[1..].chars();
        assert!(
            command.len() == 3 && letters.clone().all(|letter| letter.is_ascii_alphabetic()),
            "{line}"
        );
    }
}

#[test]
fn a_shell_there_is_none_of_is_a_wrong_command_line() {
    let home = Home::new();
    let assert = home.proofup(["completions", "dosh"]).assert().code(2);
    let stderr = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert!(stderr.contains("bash"), "{stderr}");
}
