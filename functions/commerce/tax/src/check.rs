//! What rule data must satisfy beyond its schema.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Day;

use crate::code::{CountryCode, RegimeCode, RuleId};
use crate::context::{LeaseKind, ServiceKind, SupplyKind};
use crate::data::{BuyerTaxHead, Effect, RateBody, RateHead, Rule, RuleFile, Version};
use crate::result::Treatment;
use crate::rules::Defect;

/// Services and leases, each of which has exactly one place rule where places are given at all.
pub(crate) const PLACED: &[SupplyKind] = &[
    SupplyKind::Service(ServiceKind::Consulting),
    SupplyKind::Service(ServiceKind::Legal),
    SupplyKind::Service(ServiceKind::Accounting),
    SupplyKind::Service(ServiceKind::Advertising),
    SupplyKind::Service(ServiceKind::Marketing),
    SupplyKind::Service(ServiceKind::Engineering),
    SupplyKind::Service(ServiceKind::Design),
    SupplyKind::Service(ServiceKind::InformationTechnology),
    SupplyKind::Service(ServiceKind::Licence),
    SupplyKind::Service(ServiceKind::StaffSupply),
    SupplyKind::Service(ServiceKind::Electronic),
    SupplyKind::Service(ServiceKind::Telecommunications),
    SupplyKind::Service(ServiceKind::WorkOnImmovables),
    SupplyKind::Service(ServiceKind::WorkOnMovables),
    SupplyKind::Service(ServiceKind::CultureAndEducation),
    SupplyKind::Service(ServiceKind::Transport),
    SupplyKind::Service(ServiceKind::Other),
    SupplyKind::Lease(LeaseKind::Movable),
    SupplyKind::Lease(LeaseKind::Vehicle),
    SupplyKind::Lease(LeaseKind::Immovable),
];

/// Everything wrong with the files.
pub(crate) fn defects(files: &[RuleFile]) -> Vec<Defect> {
    let mut found = Found::default();
    for file in files {
        found.file(file);
    }
    found.defects
}

#[derive(Default)]
struct Found {
    defects: Vec<Defect>,
    ids: BTreeSet<RuleId>,
    territories: BTreeSet<String>,
}

impl Found {
    fn say(&mut self, at: impl ToString, what: impl Into<String>) {
        self.defects.push(Defect { at: at.to_string(), what: what.into() });
    }

    fn file(&mut self, file: &RuleFile) {
        if !self.territories.insert(file.territory.clone()) {
            self.say(&file.territory, "has two files");
        }
        if CountryCode::new(&file.territory).is_ok() != file.members.is_empty() {
            self.say(&file.territory, "a union lists its members, a country has none");
        }
        self.histories(file);
        self.rates(file);
        self.codes(file);
        self.regimes(file);
        self.places(file);
        self.references(file);
    }

    fn histories(&mut self, file: &RuleFile) {
        let start = format!("{}.", file.territory.to_lowercase());
        file.rates.iter().for_each(|rule| self.history(rule, &start));
        file.codes.iter().for_each(|rule| self.history(rule, &start));
        file.regimes.iter().for_each(|rule| self.history(rule, &start));
        file.places.iter().for_each(|rule| self.history(rule, &start));
        file.goods.iter().for_each(|rule| self.history(rule, &start));
        file.buyer_taxes.iter().for_each(|rule| self.history(rule, &start));
        file.requirements.iter().for_each(|rule| self.history(rule, &start));
        file.thresholds.iter().for_each(|rule| self.history(rule, &start));
        file.ladders.iter().for_each(|rule| self.history(rule, &start));
    }

    fn history<H, B>(&mut self, rule: &Rule<H, B>, start: &str) {
        let id = &rule.id;
        if !self.ids.insert(id.clone()) {
            self.say(id, "two rules have this id");
        }
        if !id.as_str().starts_with(start) {
            self.say(id, format!("the id begins with {start}"));
        }
        if rule.history.is_empty() {
            self.say(id, "has no version");
        }
        for (version, expected) in rule.history.iter().zip(1..) {
            if version.version != expected {
                self.say(id, format!("versions count from 1: {expected} is expected where {} stands", version.version));
            }
            if version.to.is_some_and(|to| to < version.from) {
                self.say(id, format!("version {} ends before it begins", version.version));
            }
            if version.source.act.trim().is_empty() || version.source.article.trim().is_empty() {
                self.say(id, format!("version {} has no source", version.version));
            }
        }
        for (one, next) in rule.history.iter().zip(rule.history.iter().skip(1)) {
            match one.to.and_then(|to| to.succ_opt()) {
                Some(following) if following == next.from => {}
                Some(following) if following < next.from => self.say(id, format!("nothing is said from {following} until {}", next.from)),
                Some(_) | None => self.say(id, format!("versions {} and {} overlap", one.version, next.version)),
            }
        }
    }

    fn rates(&mut self, file: &RuleFile) {
        for rule in &file.rates {
            let treatment = rule.head.treatment;
            if matches!(treatment, Treatment::ReverseCharge | Treatment::AgentWithholding) {
                self.say(&rule.id, "who reckons the tax is said by a code or a buyer tax, not by a rate");
            }
            for version in &rule.history {
                let percent = version.body.percent.map(|percent| percent.hundredths());
                let fits = match (treatment.has_rate(), percent) {
                    (false, None) => true,
                    (true, Some(0)) => treatment == Treatment::Zero,
                    (true, Some(_)) => treatment != Treatment::Zero,
                    (false, Some(_)) | (true, None) => false,
                };
                if !fits {
                    self.say(&rule.id, format!("version {}: the percentage does not fit the treatment", version.version));
                }
            }
        }
    }

    fn codes(&mut self, file: &RuleFile) {
        let mut taken = BTreeSet::new();
        for rule in &file.codes {
            let codes = rule.head.codes.iter().map(|code| code.as_str());
            for code in codes.chain(rule.head.headings.iter().map(String::as_str)) {
                if !taken.insert(code) {
                    self.say(&rule.id, format!("{code} is in two lists"));
                }
            }
            for heading in &rule.head.headings {
                if !(2..10).contains(&heading.len()) || !heading.bytes().all(|b| b.is_ascii_digit()) {
                    self.say(&rule.id, format!("{heading} is no heading of 2 to 9 digits"));
                }
            }
            for version in &rule.history {
                self.covered(file, &rule.id, version, &version.body.rate);
            }
        }
    }

    /// A rate that a version refers to exists and is valid for as long as the version is.
    fn covered<B>(&mut self, file: &RuleFile, at: &RuleId, version: &Version<B>, rate: &RuleId) {
        let Some(rate) = file.rates.iter().find(|rule| rule.id == *rate) else {
            return self.say(at, format!("there is no rate {rate} in this file"));
        };
        if !spans(rate, version.from, version.to) {
            self.say(at, format!("version {} is valid on days on which the rate {} is not", version.version, rate.id));
        }
    }

    fn regimes(&mut self, file: &RuleFile) {
        let mut taken = BTreeSet::new();
        for rule in &file.regimes {
            if !taken.insert(&rule.head.code) {
                self.say(&rule.id, "two rules have this regime");
            }
            for version in &rule.history {
                if version.body.rounding.is_empty() {
                    self.say(&rule.id, format!("version {} names no rounding", version.version));
                }
                if let Effect::Special(rate) = &version.body.effect {
                    self.covered(file, &rule.id, version, rate);
                }
            }
        }
    }

    fn places(&mut self, file: &RuleFile) {
        let mut count: BTreeMap<SupplyKind, usize> = BTreeMap::new();
        for kind in file.places.iter().flat_map(|rule| &rule.head.supplies) {
            let seen = count.entry(*kind).or_default();
            *seen = seen.saturating_add(1);
        }
        for kind in PLACED.iter().filter(|kind| count.get(kind) != Some(&1)) {
            self.say(&file.territory, format!("{kind:?} has to have exactly one place rule"));
        }
        if count.contains_key(&SupplyKind::Goods) {
            self.say(&file.territory, "the place of goods follows from where they are, not from a place rule");
        }
    }

    fn references(&mut self, file: &RuleFile) {
        for rule in &file.goods {
            for version in &rule.history {
                self.covered(file, &rule.id, version, &version.body.rate);
            }
        }
        let known: BTreeSet<&RegimeCode> = file.regimes.iter().map(|rule| &rule.head.code).collect();
        let named = |id: &RuleId, codes: &[RegimeCode]| -> Vec<(RuleId, RegimeCode)> {
            codes.iter().filter(|code| !known.contains(code)).map(|code| (id.clone(), code.clone())).collect()
        };
        let buyers = file.buyer_taxes.iter().flat_map(|rule| rule.history.iter().flat_map(|v| named(&rule.id, &v.body.regimes)));
        let duties = file.requirements.iter().flat_map(|rule| rule.history.iter().flat_map(|v| named(&rule.id, &v.body.regimes)));
        let ladders = file.ladders.iter().flat_map(|rule| {
            let above = rule.history.iter().flat_map(|v| named(&rule.id, std::slice::from_ref(&v.body.above)));
            let steps =
                rule.history.iter().flat_map(|v| v.body.steps.iter().flat_map(|step| named(&rule.id, std::slice::from_ref(&step.regime))));
            above.chain(steps)
        });
        let unknown: Vec<(RuleId, RegimeCode)> = buyers.chain(duties).chain(ladders).collect();
        for (id, code) in unknown {
            self.say(id, format!("there is no regime {code} in this file"));
        }
        let thresholds: BTreeSet<&RuleId> = file.thresholds.iter().map(|rule| &rule.id).collect();
        let steps = file.ladders.iter().flat_map(|rule| rule.history.iter().flat_map(move |v| v.body.steps.iter().map(move |s| (rule, s))));
        for (rule, step) in steps.filter(|(_, step)| !thresholds.contains(&step.up_to)) {
            self.say(&rule.id, format!("there is no threshold {} in this file", step.up_to));
        }
        self.one_mechanism_a_supply(&file.buyer_taxes);
    }

    fn one_mechanism_a_supply<B>(&mut self, rules: &[Rule<BuyerTaxHead, B>]) {
        let mut taken = BTreeSet::new();
        for (rule, kind) in rules.iter().flat_map(|rule| rule.head.supplies.iter().map(move |kind| (rule, kind))) {
            if !taken.insert(*kind) {
                self.say(&rule.id, format!("{kind:?} is in two buyer taxes"));
            }
        }
    }
}

fn spans(rate: &Rule<RateHead, RateBody>, from: Day, to: Option<Day>) -> bool {
    let begins = rate.history.first().is_some_and(|first| first.from <= from);
    let ends = rate.history.last().is_some_and(|last| match (last.to, to) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(last), Some(to)) => to <= last,
    });
    begins && ends
}
