//! What a calculation answers: lines, tax lines, totals, duties that follow, and every rule that was used.

use kernel::{Currency, Day, Money, Percentage, Texts};
use serde::{Deserialize, Serialize};

use crate::code::{CountryCode, RuleId};
use crate::context::RoundingRule;
use crate::refusal::TaxRefusal;

/// How a line is taxed. "No tax" has four names that print differently and are never a rate of 0 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Treatment {
    /// The ordinary rate.
    Standard,
    /// A lower or higher rate of a list of goods or services.
    Reduced,
    /// A rate of a special regime, without deduction of input tax.
    Special,
    /// Taxed at 0 %, with deduction and with documents that prove the right to it.
    Zero,
    /// Freed by law, or the seller is: "without tax".
    Exempt,
    /// Not an object of this tax: supplied elsewhere, or by somebody who is no payer.
    OutOfScope,
    /// The buyer reckons the tax for itself and pays the seller only the net amount.
    ReverseCharge,
    /// The buyer reckons the tax, keeps it out of the price and pays it for the seller.
    AgentWithholding,
}

impl Treatment {
    /// Every one, in the order of tax lines.
    pub const ALL: &[Self] = &[
        Self::Standard,
        Self::Reduced,
        Self::Special,
        Self::Zero,
        Self::Exempt,
        Self::OutOfScope,
        Self::ReverseCharge,
        Self::AgentWithholding,
    ];

    /// Whether it has a rate; the others have none, which is not 0 %.
    pub const fn has_rate(self) -> bool {
        match self {
            Self::Standard | Self::Reduced | Self::Special | Self::Zero | Self::ReverseCharge | Self::AgentWithholding => true,
            Self::Exempt | Self::OutOfScope => false,
        }
    }

    /// Whether the tax is a part of what the document demands. The buyer's own reverse charge is not.
    pub const fn tax_in_gross(self) -> bool {
        match self {
            Self::Standard | Self::Reduced | Self::Special | Self::Zero | Self::Exempt | Self::OutOfScope | Self::AgentWithholding => true,
            Self::ReverseCharge => false,
        }
    }

    /// In three languages, as documents and screens name it.
    pub fn texts(self) -> Texts {
        match self {
            Self::Standard => Texts::new("standard rate", "основна ставка", "основная ставка"),
            Self::Reduced => Texts::new("listed rate", "ставка за переліком", "ставка по перечню"),
            Self::Special => Texts::new("special regime rate", "ставка спеціального режиму", "ставка специального режима"),
            Self::Zero => Texts::new("zero rate", "нульова ставка", "нулевая ставка"),
            Self::Exempt => Texts::new("exempt", "без ПДВ (звільнено)", "без НДС (освобождено)"),
            Self::OutOfScope => Texts::new("out of scope", "не об’єкт оподаткування", "не объект налогообложения"),
            Self::ReverseCharge => Texts::new("reverse charge", "ПДВ нараховує покупець", "НДС исчисляет покупатель"),
            Self::AgentWithholding => Texts::new("withheld by tax agent", "утримує податковий агент", "удерживает налоговый агент"),
        }
    }
}

/// One version of a rule that a result rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleUse {
    /// Which rule.
    pub id: RuleId,
    /// Which of its versions.
    pub version: u32,
}

/// The tax of one line. What lines of one kind have in common is said once, in their [`TaxLine`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineTax {
    /// The line's number in its document.
    pub n: u32,
    /// The position of its tax line in [`TaxResult::summary`].
    pub tax_line: u16,
    /// The position in [`TaxResult::trace`] of the rule that gave its rate or its lack of one.
    pub rule: u16,
    /// Without tax.
    pub net: Money,
    /// The tax, whoever pays it.
    pub tax: Money,
}

/// The tax of all lines with one treatment, rate and jurisdiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxLine {
    /// How it is taxed.
    pub treatment: Treatment,
    /// The rate in hundredths of a percent; none when the treatment has none.
    pub rate: Option<Percentage>,
    /// Whose tax.
    pub jurisdiction: CountryCode,
    /// What the rate applies to: the net amounts of its lines.
    pub base: Money,
    /// The tax.
    pub tax: Money,
}

/// Whose duty a requirement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Who supplies.
    Seller,
    /// Who acquires.
    Buyer,
}

/// What a requirement asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RequirementKind {
    /// A tax invoice in the form that `document` names, on paper or electronic.
    TaxInvoice,
    /// A tax invoice registered electronically with the tax office, in the form that `document` names.
    ElectronicInvoice,
    /// Documents that prove the right to the rate of 0 %.
    ZeroRateDocuments,
    /// Tax on imported goods, paid to the tax office.
    ImportTax,
    /// Tax on imported goods, paid to the customs.
    CustomsTax,
    /// Tax reckoned and paid by the buyer for a foreign or special seller.
    AgentTax,
}

/// Something that somebody has to do because of the supply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// The rule that demands it.
    pub rule: RuleUse,
    /// Whose law.
    pub jurisdiction: CountryCode,
    /// Whether somebody compared the rule with its source.
    pub verified: bool,
    /// Whose duty.
    pub side: Side,
    /// What is asked for.
    pub kind: RequirementKind,
    /// The form, such as `ru-invoice-or-upd`; none where any proof will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The last day, counted from the tax point; none where the law counts from something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// What to do, in a sentence.
    pub text: Texts,
}

/// The answer. It is stored with the document that it was made for, and the same context and rules give the same answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxResult {
    /// The day whose rules were applied.
    pub tax_point: Day,
    /// Of every amount.
    pub currency: Currency,
    /// Whether prices contained the tax.
    pub price_includes_tax: bool,
    /// How amounts were rounded.
    pub rounding: RoundingRule,
    /// One for each line of the document, in its order.
    pub lines: Vec<LineTax>,
    /// One for each treatment, rate and jurisdiction.
    pub summary: Vec<TaxLine>,
    /// Net of all lines: what control and revenue count.
    pub net: Money,
    /// Tax of all lines, whoever pays it: `charged + withheld + self_assessed`.
    pub tax: Money,
    /// Tax that the buyer pays to the seller.
    pub charged: Money,
    /// Tax that the buyer keeps out of the price and pays to its tax office.
    pub withheld: Money,
    /// Tax that the buyer reckons for itself, on top of the document.
    pub self_assessed: Money,
    /// The document's total: `net + charged + withheld`.
    pub gross: Money,
    /// What the seller gets: `gross - withheld`.
    pub payable: Money,
    /// Whether the buyer's regime lets it deduct the tax; false also when its regime is unknown.
    pub buyer_deducts: bool,
    /// What else has to be done.
    pub requirements: Vec<Requirement>,
    /// Rules among the trace that decide about amounts and that nobody has verified: a person should look.
    pub warnings: Vec<RuleUse>,
    /// Every rule used, with its version, by id.
    pub trace: Vec<RuleUse>,
}

/// A line with what its tax line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineView<'a> {
    /// The line's number in its document.
    pub n: u32,
    /// How it is taxed.
    pub treatment: Treatment,
    /// The rate; none when the treatment has none.
    pub rate: Option<Percentage>,
    /// Whose tax.
    pub jurisdiction: &'a CountryCode,
    /// Without tax.
    pub net: Money,
    /// The tax, whoever pays it.
    pub tax: Money,
    /// What the document demands for the line.
    pub gross: Money,
    /// The rule that gave the rate.
    pub rule: &'a RuleUse,
}

impl TaxResult {
    /// The lines, each with what its tax line says, in the document's order.
    pub fn views(&self) -> impl Iterator<Item = LineView<'_>> {
        self.lines.iter().filter_map(|line| self.view(line))
    }

    /// One line by its number.
    pub fn line(&self, n: u32) -> Option<LineView<'_>> {
        self.lines.iter().find(|line| line.n == n).and_then(|line| self.view(line))
    }

    fn view<'a>(&'a self, line: &LineTax) -> Option<LineView<'a>> {
        let of = self.summary.get(usize::from(line.tax_line))?;
        let rule = self.trace.get(usize::from(line.rule))?;
        let gross = if of.treatment.tax_in_gross() { line.net.plus(line.tax).ok()? } else { line.net };
        let (treatment, rate, jurisdiction) = (of.treatment, of.rate, &of.jurisdiction);
        Some(LineView { n: line.n, treatment, rate, jurisdiction, net: line.net, tax: line.tax, gross, rule })
    }

    /// Sets tax lines' amounts and all totals from the lines; the only place where sums are made.
    pub(crate) fn derive_totals(mut self) -> Result<Self, TaxRefusal> {
        let zero = Money::zero(self.currency);
        for line in &mut self.summary {
            (line.base, line.tax) = (zero, zero);
        }
        for line in &self.lines {
            let of = self.summary.get_mut(usize::from(line.tax_line)).ok_or(TaxRefusal::Overflow)?;
            of.base = of.base.plus(line.net)?;
            of.tax = of.tax.plus(line.tax)?;
        }
        (self.net, self.charged, self.withheld, self.self_assessed) = (zero, zero, zero, zero);
        for line in &self.summary {
            self.net = self.net.plus(line.base)?;
            match line.treatment {
                Treatment::ReverseCharge => self.self_assessed = self.self_assessed.plus(line.tax)?,
                Treatment::AgentWithholding => self.withheld = self.withheld.plus(line.tax)?,
                Treatment::Standard | Treatment::Reduced | Treatment::Special => self.charged = self.charged.plus(line.tax)?,
                Treatment::Zero | Treatment::Exempt | Treatment::OutOfScope => self.charged = self.charged.plus(line.tax)?,
            }
        }
        self.tax = self.charged.plus(self.withheld)?.plus(self.self_assessed)?;
        self.gross = self.net.plus(self.charged)?.plus(self.withheld)?;
        self.payable = self.gross.minus(self.withheld)?;
        Ok(self)
    }

    /// Whether tax lines and totals are the sums of the lines, and untaxed lines carry no tax: asked of a result that was stored.
    pub fn adds_up(&self) -> bool {
        let untaxed = |line: &LineTax| self.view(line).is_some_and(|view| view.rate.is_some() || view.tax.is_zero());
        self.lines.iter().all(untaxed) && self.clone().derive_totals().is_ok_and(|derived| derived == *self)
    }
}
