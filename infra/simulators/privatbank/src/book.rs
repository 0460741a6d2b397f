//! Everything the simulated bank knows: accounts, the statement, payment orders.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use simulator_support::clock::utc_now;
use simulator_support::decimal::{self, MONEY_DIGITS};

use crate::clock::{BankClock, date_text, instant_text, operating_day_before};
use crate::transaction::{Entry, NewTransaction, equivalent};
use crate::{Account, InjectError, recorded};

/// Serialized, it is what the bank keeps from one run to the next.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Book {
    /// As the simulator is set up.
    #[serde(skip)]
    pub(crate) accounts: Vec<Account>,
    /// Ordered by time, and by arrival within one second.
    pub(crate) entries: Vec<Entry>,
    /// Payment orders by their reference.
    pub(crate) payments: BTreeMap<String, Map<String, Value>>,
    /// Calls by method, of this run.
    #[serde(skip)]
    pub(crate) calls: BTreeMap<String, u64>,
    pub(crate) clock: BankClock,
    /// Balances before the first entry.
    openings: BTreeMap<String, i64>,
    /// Days for which the recorded statement was loaded.
    loaded: BTreeSet<NaiveDate>,
    next_number: u64,
}

/// Days of a statement, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
}

impl Period {
    pub(crate) fn covers(self, date: NaiveDate) -> bool {
        self.from <= date && date <= self.to
    }
}

/// Sums of one account, in its currency and in hryvnias.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    minor: i64,
    equivalent: i64,
}

impl Sums {
    fn add(&mut self, entry: &Entry) {
        self.minor += entry.minor;
        self.equivalent += entry.minor_equivalent;
    }
}

impl Book {
    /// A bank without accounts and with an empty statement. Numbers start from the clock, so that a
    /// simulator restarted without its state does not give one that a client already keeps.
    pub(crate) fn new() -> Self {
        Self {
            accounts: Vec::new(),
            entries: Vec::new(),
            payments: BTreeMap::new(),
            calls: BTreeMap::new(),
            clock: BankClock::default(),
            openings: BTreeMap::new(),
            loaded: BTreeSet::new(),
            next_number: u64::try_from(utc_now().timestamp_millis()).unwrap_or(0),
        }
    }

    pub(crate) fn number(&mut self) -> u64 {
        self.next_number += 1;
        self.next_number
    }

    pub(crate) fn today(&self) -> NaiveDate {
        self.clock.now().date()
    }

    /// The last closed operating day.
    pub(crate) fn last_day(&self) -> NaiveDate {
        operating_day_before(self.today(), 1)
    }

    pub(crate) fn inject(&mut self, new: &NewTransaction) -> Result<Entry, InjectError> {
        let (now, number) = (self.clock.now(), self.number());
        let entry = new.entry(&self.accounts, now, number)?;
        self.insert(entry.clone());
        Ok(entry)
    }

    fn insert(&mut self, entry: Entry) {
        let at = self.entries.partition_point(|known| known.at <= entry.at);
        self.entries.insert(at, entry);
    }

    /// Adds the recorded statement of a day, once: rows that have changed since, or vanished, do not
    /// come back. Rows already there from another day are left as they are.
    pub(crate) fn load(&mut self, today: NaiveDate) {
        if !self.loaded.insert(today) {
            return;
        }
        let statement = recorded::statement(&self.accounts, today);
        for (iban, minor) in statement.openings {
            self.openings.entry(iban).or_insert(minor);
        }
        for entry in statement.entries {
            if !self.entries.iter().any(|known| known.id == entry.id) {
                self.insert(entry);
            }
        }
    }

    pub(crate) fn entry(&mut self, id: &str) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.id == id)
    }

    pub(crate) fn remove(&mut self, id: &str) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| entry.id != id);
        self.entries.len() < before
    }

    /// The balance of an account over a period. Only posted real rows count, so that the turnovers
    /// are the sums of the rows a client should count.
    pub(crate) fn balance(&self, account: &Account, period: Period, is_final: bool) -> Value {
        let opening = self.openings.get(&account.iban).copied().unwrap_or(0);
        let mut before = Sums { minor: opening, equivalent: equivalent(opening, &account.currency) };
        let (mut debit, mut credit) = (Sums::default(), Sums::default());
        let mut moved: Option<NaiveDateTime> = None;
        let mine = self.entries.iter().filter(|entry| entry.iban == account.iban && entry.counts());
        for entry in mine.filter(|entry| entry.date() <= period.to) {
            moved = moved.max(Some(entry.at));
            if entry.date() >= period.from {
                if entry.credit { credit.add(entry) } else { debit.add(entry) }
            } else if entry.credit {
                before.add(entry);
            } else {
                before.minor -= entry.minor;
                before.equivalent -= entry.minor_equivalent;
            }
        }
        let after =
            Sums { minor: before.minor + credit.minor - debit.minor, equivalent: before.equivalent + credit.equivalent - debit.equivalent };
        let money = |minor: i64| decimal::format(minor, MONEY_DIGITS);
        json!({
            "acc": account.iban,
            "currency": account.currency,
            "balanceIn": money(before.minor),
            "balanceInEq": money(before.equivalent),
            "balanceOut": money(after.minor),
            "balanceOutEq": money(after.equivalent),
            "turnoverDebt": money(debit.minor),
            "turnoverDebtEq": money(debit.equivalent),
            "turnoverCred": money(credit.minor),
            "turnoverCredEq": money(credit.equivalent),
            "bgfIBrnm": "",
            "brnm": "DNH0",
            "dpd": moved.map_or_else(|| date_text(period.from) + " 00:00:00", instant_text),
            "nameACC": account.name,
            "state": "a",
            "atp": "D",
            "flmn": "DN",
            "date_open_acc_reg": "14.01.2020 00:00:00",
            "date_open_acc_sys": "14.01.2020 00:00:00",
            "date_close_acc": "01.01.1900 00:00:00",
            "is_final_bal": is_final,
        })
    }

    /// The statement, the balances and the calls, as `GET /_simulator/state` shows them.
    pub(crate) fn dump(&self) -> Value {
        let always = Period { from: NaiveDate::MIN, to: NaiveDate::MAX };
        let balance = |account: &Account| {
            let balance = self.balance(account, always, false);
            json!({ "acc": account.iban, "currency": account.currency, "balance": balance["balanceOut"] })
        };
        json!({
            "today": date_text(self.today()),
            "accounts": self.accounts.iter().map(balance).collect::<Vec<_>>(),
            "transactions": self.entries.iter().map(|entry| Value::Object(entry.row.clone())).collect::<Vec<_>>(),
            "payments": self.payments,
            "calls": self.calls,
        })
    }
}
