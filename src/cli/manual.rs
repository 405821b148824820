//! Completions and the manual page, made from the command line's own description.

use std::io::{self, Write};

use clap::{Command, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;

use super::Failure;
use super::arguments::Arguments;

/// Prints completions for `shell`.
pub(super) fn completions(shell: Shell, out: &mut impl Write) -> Result<(), Failure> {
    // The generator panics where it cannot write, as into a pipe that was closed.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "proofup", &mut script);
    Ok(out.write_all(&script)?)
}

/// Prints the manual page, one for the program with all its commands.
pub(super) fn man(out: &mut impl Write) -> Result<(), Failure> {
    let mut command = Arguments::command();
    command.build();
    Ok(page(command, out)?)
}

fn page(command: Command, out: &mut impl Write) -> io::Result<()> {
    let commands: Vec<_> = command
        .get_subcommands()
        .filter(|one| !one.is_hide_set() && one.get_name() != "help")
        .cloned()
        .collect();
    let man = Man::new(command);
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    for mut one in commands {
        writeln!(out, ".SH \"PROOFUP {}\"", one.get_name().to_uppercase())?;
        // As `--help` prints it, options and examples included.
        writeln!(out, ".nf")?;
        for line in one.render_long_help().to_string().lines() {
            writeln!(out, "{}", verbatim(line))?;
        }
        writeln!(out, ".fi")?;
    }
    man.render_extra_section(out)
}

/// A line that roff shows as it is.
fn verbatim(line: &str) -> String {
    let text = line.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) {
        format!("\\&{text}")
    } else {
        text
    }
}
