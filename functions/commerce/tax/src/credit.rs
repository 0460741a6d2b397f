//! Parts of a result: credit notes that, however many, add up to what they credit.

use std::collections::BTreeMap;

use kernel::{Money, Quantity};
use serde::{Deserialize, Serialize};

use crate::amount::portion;
use crate::refusal::TaxRefusal;
use crate::result::{LineTax, TaxResult};

/// What earlier credit notes have taken from each line of a document. Kept by the document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Credited(BTreeMap<u32, CreditedLine>);

/// What was taken from one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditedLine {
    /// Without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
}

impl Credited {
    /// Adds one credit note.
    pub fn add(&mut self, note: &TaxResult) -> Result<(), TaxRefusal> {
        for line in &note.lines {
            let zero = Money::zero(note.currency);
            let taken = self.0.entry(line.n).or_insert(CreditedLine { net: zero, tax: zero });
            taken.net = taken.net.plus(line.net)?;
            taken.tax = taken.tax.plus(line.tax)?;
        }
        Ok(())
    }

    /// What was taken from a line.
    pub fn line(&self, n: u32) -> Option<CreditedLine> {
        self.0.get(&n).copied()
    }
}

/// A part of one line to be credited.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The line's number on the original document.
    pub n: u32,
    /// How much of it.
    pub amount: PartAmount,
}

/// How much of a line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum PartAmount {
    /// So much of what the document demanded for the line, tax included where the tax was in it.
    Gross(Money),
    /// As much as makes this cumulative quantity, all earlier credit notes included, of the line's quantity.
    Through {
        /// The quantity credited after this note.
        quantity: Quantity,
        /// The quantity of the line.
        of: Quantity,
    },
    /// Everything that is left.
    Rest,
}

/// The tax of a credit note for parts of a document. Amounts are positive; the note's kind says that they are owed back.
///
/// A line's tax is taken cumulatively: the tax of everything credited so far, this part included, is the
/// rounded portion of the line's tax, and the part gets what earlier notes did not take. So every part is
/// within a minor unit of its own portion, no note ever takes more than there is, and the last one takes
/// the remainder. Rate, jurisdiction and rules are those of the original, whatever the law says today.
pub fn share(original: &TaxResult, before: &Credited, parts: &[Part]) -> Result<TaxResult, TaxRefusal> {
    let by_number: BTreeMap<u32, &LineTax> = original.lines.iter().map(|line| (line.n, line)).collect();
    let mut lines = BTreeMap::new();
    for part in parts {
        let line = by_number.get(&part.n).ok_or(TaxRefusal::NoSuchLine { n: part.n })?;
        let taken = taken_by(original, line, before, part.amount)?;
        if lines.insert(part.n, taken).is_some() {
            return Err(TaxRefusal::NoSuchLine { n: part.n });
        }
    }
    note(original, lines.into_values().flatten().collect())
}

/// The tax of the credit note that takes everything that is left.
pub fn remaining(original: &TaxResult, before: &Credited) -> Result<TaxResult, TaxRefusal> {
    let lines = original.lines.iter().map(|line| taken_by(original, line, before, PartAmount::Rest));
    note(original, lines.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// The line of the note; none when nothing is taken.
fn taken_by(original: &TaxResult, line: &LineTax, before: &Credited, amount: PartAmount) -> Result<Option<LineTax>, TaxRefusal> {
    let n = line.n;
    let in_gross = original.summary.get(usize::from(line.tax_line)).is_some_and(|of| of.treatment.tax_in_gross());
    let gross_of = |net: Money, tax: Money| if in_gross { net.plus(tax) } else { Ok(net) };
    let zero = Money::zero(original.currency);
    let taken = before.line(n).unwrap_or(CreditedLine { net: zero, tax: zero });
    let (whole, gone) = (gross_of(line.net, line.tax)?, gross_of(taken.net, taken.tax)?);
    let through = match amount {
        PartAmount::Gross(gross) if gross.currency() != original.currency => return Err(TaxRefusal::Currency { n }),
        PartAmount::Gross(gross) if gross.is_negative() => return Err(TaxRefusal::NegativeAmount { n }),
        PartAmount::Gross(gross) => gone.plus(gross)?,
        PartAmount::Through { quantity, of } => Money::from_minor(fraction(whole, quantity, of, n)?, original.currency),
        PartAmount::Rest => whole,
    };
    if through.minor() > whole.minor() || through.minor() < gone.minor() {
        return Err(TaxRefusal::CreditTooLarge { n });
    }
    let tax = Money::from_minor(portion(line.tax, through.minor(), whole.minor())?, original.currency).minus(taken.tax)?;
    let part = through.minus(gone)?;
    let net = if in_gross { part.minus(tax)? } else { part };
    Ok((!net.is_zero() || !tax.is_zero()).then_some(LineTax { net, tax, ..line.clone() }))
}

/// The minor units of a whole that belong to a quantity of its quantity.
fn fraction(whole: Money, quantity: Quantity, of: Quantity, n: u32) -> Result<i64, TaxRefusal> {
    if quantity > of {
        return Err(TaxRefusal::CreditTooLarge { n });
    }
    // Both in millionths, which is as fine as quantities are.
    let millionths = |quantity: Quantity| {
        let mut decimal = quantity.decimal();
        decimal.rescale(6);
        i64::try_from(decimal.mantissa()).map_err(|_| TaxRefusal::Overflow)
    };
    portion(whole, millionths(quantity)?, millionths(of)?)
}

/// A result of some of the original's lines, with the tax lines that they need.
fn note(original: &TaxResult, mut lines: Vec<LineTax>) -> Result<TaxResult, TaxRefusal> {
    if lines.is_empty() {
        return Err(TaxRefusal::NothingToCredit);
    }
    let needed: std::collections::BTreeSet<u16> = lines.iter().map(|line| line.tax_line).collect();
    let position: BTreeMap<u16, u16> = needed.iter().copied().zip(0..).collect();
    for line in &mut lines {
        line.tax_line = position.get(&line.tax_line).copied().unwrap_or(u16::MAX);
    }
    let summary = needed.iter().filter_map(|at| original.summary.get(usize::from(*at))).cloned().collect();
    // Duties of the supply are not the note's; what the note itself demands follows from its own kind.
    TaxResult { lines, summary, requirements: Vec::new(), ..original.clone() }.derive_totals()
}
