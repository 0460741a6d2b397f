//! hledger and beancount, as separate programs.

use std::path::{Path, PathBuf};
use std::process::Command;

use kernel::Day;
use ledger::export::Format;
use rust_decimal::Decimal;

use crate::Failed;
use crate::proof::Balances;

/// Where the programs are.
#[derive(Debug, Clone)]
pub struct Programs {
    /// The program `hledger`.
    pub hledger: PathBuf,
    /// The folder of `bean-check` and `bean-query`.
    pub beancount: PathBuf,
}

impl Programs {
    /// What they say of themselves.
    ///
    /// # Errors
    /// When one is missing.
    pub fn versions(&self) -> Result<Vec<String>, Failed> {
        let version = |program: PathBuf| run(Command::new(program).arg("--version")).map(|text| text.trim().to_owned());
        [self.hledger.clone(), self.beancount.join("bean-check"), self.beancount.join("bean-query")].into_iter().map(version).collect()
    }

    /// Whether the program for a format takes a journal for sound. hledger also checks that
    /// every account and currency is declared and that days are in order.
    ///
    /// # Errors
    /// What it says against it.
    pub fn check(&self, format: Format, journal: &Path) -> Result<(), Failed> {
        match format {
            Format::Hledger => run(self.hledger(journal).args(["check", "--strict", "ordereddates"])).map(drop),
            Format::Beancount => run(Command::new(self.beancount.join("bean-check")).arg(journal)).map(drop),
        }
    }

    /// What it makes of a journal up to and including a day.
    ///
    /// # Errors
    /// When it fails or answers what cannot be read.
    pub fn balances(&self, format: Format, journal: &Path, as_of: Day) -> Result<Balances, Failed> {
        match format {
            Format::Hledger => self.balances_of_hledger(journal, as_of),
            Format::Beancount => self.balances_of_beancount(journal, as_of),
        }
    }

    fn hledger(&self, journal: &Path) -> Command {
        let mut command = Command::new(&self.hledger);
        // It reads its input and writes messages as the locale says.
        command.env("LANG", "C.UTF-8").env("LC_ALL", "C.UTF-8").arg("--file").arg(journal);
        command
    }

    fn balances_of_hledger(&self, journal: &Path, as_of: Day) -> Result<Balances, Failed> {
        let end = as_of.succ_opt().ok_or_else(|| Failed::new("the last day has no next"))?;
        let mut command = self.hledger(journal);
        let text = run(command.args(["balance", "--flat", "--no-total", "--output-format", "csv", "--end"]).arg(end.to_string()))?;
        let mut balances = Balances::new();
        for row in rows(&text)? {
            let [account, amounts] = row.as_slice() else { return Err(Failed::new(format!("hledger answers {row:?}"))) };
            for amount in amounts.split(", ").filter(|amount| *amount != "0") {
                let (number, currency) = amount.split_once(' ').ok_or_else(|| Failed::new(format!("hledger answers {amount:?}")))?;
                put(&mut balances, account, currency, number)?;
            }
        }
        Ok(balances)
    }

    fn balances_of_beancount(&self, journal: &Path, as_of: Day) -> Result<Balances, Failed> {
        let question = format!("SELECT account, currency, sum(number) AS number WHERE date <= {as_of} GROUP BY account, currency");
        let mut command = Command::new(self.beancount.join("bean-query"));
        let text = run(command.args(["--format", "csv"]).arg(journal).arg(question))?;
        let mut balances = Balances::new();
        for row in rows(&text)? {
            let [account, currency, number] = row.as_slice() else { return Err(Failed::new(format!("bean-query answers {row:?}"))) };
            put(&mut balances, account, currency, number)?;
        }
        Ok(balances)
    }
}

fn put(balances: &mut Balances, account: &str, currency: &str, number: &str) -> Result<(), Failed> {
    let amount: Decimal = number.parse().map_err(Failed::to(format!("read {number:?} on {account}")))?;
    if !amount.is_zero() {
        balances.insert((account.to_owned(), currency.to_owned()), amount);
    }
    Ok(())
}

/// The rows behind the heading.
fn rows(text: &str) -> Result<Vec<Vec<String>>, Failed> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let row = |record: csv::Result<csv::StringRecord>| {
        let record = record.map_err(Failed::to("read a table"))?;
        Ok(record.iter().map(|field| field.trim().to_owned()).collect())
    };
    reader.records().map(row).collect()
}

/// What a program prints, when it succeeds.
fn run(command: &mut Command) -> Result<String, Failed> {
    let program = command.get_program().display().to_string();
    let output = command.output().map_err(Failed::to(format!("start {program}")))?;
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(out.into_owned()) } else { Err(Failed::new(format!("{program} fails:\n{out}{err}"))) }
}
