//! Why a part of a payment does not close a part of an invoice.

use kernel::{Money, Refusal, Status, Texts};

use super::{ALLOCATIONS_MAX, PaymentStatus};
use crate::invoice::InvoiceStatus;

/// Why a part of a payment does not close a part of an invoice.
#[derive(Debug, Clone, PartialEq)]
pub enum AllocationRefusal {
    /// Only money that is in the books closes claims.
    PaymentNotConfirmed {
        /// What it is.
        is: PaymentStatus,
    },
    /// No such invoice.
    NoSuchInvoice,
    /// The invoice takes no money in this status.
    InvoiceNotPayable {
        /// What it is.
        is: InvoiceStatus,
    },
    /// Credit notes and tax invoices are not demands.
    NotADemand,
    /// Payment and invoice are in two currencies.
    Currency,
    /// Who was paid is not who is owed.
    WrongDirection,
    /// Who paid does not owe and has no role or document to pay for the debtor.
    StrangerPays,
    /// An amount of zero or less.
    NotPositive,
    /// More than is left of the payment.
    OverPayment {
        /// What is left.
        left: Money,
    },
    /// More than is open on the invoice.
    OverInvoice {
        /// What is open.
        open: Money,
    },
    /// A day before the payment or the invoice.
    TooEarly,
    /// The payment, or the invoice, has as many allocations as it can have.
    TooMany,
    /// No such allocation.
    NoSuchAllocation,
    /// An offset is taken back as a whole.
    OffsetIsWhole,
    /// The two invoices are not owed between the same two parties in opposite directions.
    NotOpposite,
    /// The allocation is moved to the invoice that has it.
    SameInvoice,
    /// More allocations than one step can give back.
    UnallocateFirst,
}

impl Refusal for AllocationRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::PaymentNotConfirmed { .. } => "commerce.allocation.payment-not-confirmed",
            Self::NoSuchInvoice => "commerce.allocation.no-such-invoice",
            Self::InvoiceNotPayable { .. } => "commerce.allocation.invoice-not-payable",
            Self::NotADemand => "commerce.allocation.not-a-demand",
            Self::Currency => "commerce.allocation.currency",
            Self::WrongDirection => "commerce.allocation.wrong-direction",
            Self::StrangerPays => "commerce.allocation.stranger-pays",
            Self::NotPositive => "commerce.allocation.not-positive",
            Self::OverPayment { .. } => "commerce.allocation.over-payment",
            Self::OverInvoice { .. } => "commerce.allocation.over-invoice",
            Self::TooEarly => "commerce.allocation.too-early",
            Self::TooMany => "commerce.allocation.too-many",
            Self::NoSuchAllocation => "commerce.allocation.no-such-allocation",
            Self::OffsetIsWhole => "commerce.allocation.offset-is-whole",
            Self::NotOpposite => "commerce.allocation.not-opposite",
            Self::SameInvoice => "commerce.allocation.same-invoice",
            Self::UnallocateFirst => "commerce.allocation.unallocate-first",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::PaymentNotConfirmed { .. } | Self::InvoiceNotPayable { .. } | Self::TooMany | Self::UnallocateFirst => Status::State,
            Self::OverPayment { .. } | Self::OverInvoice { .. } => Status::State,
            Self::NoSuchInvoice | Self::NotADemand | Self::Currency | Self::WrongDirection | Self::StrangerPays => Status::Rule,
            Self::NotPositive | Self::TooEarly | Self::NoSuchAllocation | Self::OffsetIsWhole | Self::NotOpposite | Self::SameInvoice => {
                Status::Rule
            }
        }
    }

    fn texts(&self) -> Texts {
        let [en, uk, ru] = match self {
            Self::PaymentNotConfirmed { .. } => [
                "Only confirmed money closes invoices.",
                "Рахунки закриває лише підтверджений платіж.",
                "Счета закрывает только подтверждённый платёж.",
            ],
            Self::NoSuchInvoice => ["There is no such invoice.", "Такого рахунку немає.", "Такого счёта нет."],
            Self::InvoiceNotPayable { is } => return not_payable(*is),
            Self::NotADemand => [
                "Credit notes and tax invoices are not paid; choose the invoice itself.",
                "Коригування та податкові документи не оплачують; оберіть сам рахунок.",
                "Корректировки и налоговые документы не оплачивают; выберите сам счёт.",
            ],
            Self::Currency => {
                ["Payment and invoice are in two currencies.", "Платіж і рахунок у різних валютах.", "Платёж и счёт в разных валютах."]
            }
            Self::WrongDirection => [
                "The payment went to somebody else than the invoice's creditor.",
                "Платіж отримав не той, кому винні за рахунком.",
                "Платёж получил не тот, кому должны по счёту.",
            ],
            Self::StrangerPays => [
                "The payer does not owe this invoice. Add the payer's role or an assignment document to the contract.",
                "Платник не винен за цим рахунком. Додайте до договору роль платника або документ про оплату за боржника.",
                "Плательщик не должен по этому счёту. Добавьте в договор роль плательщика или документ об оплате за должника.",
            ],
            Self::NotPositive => ["The amount must be above zero.", "Сума має бути більшою за нуль.", "Сумма должна быть больше нуля."],
            Self::OverPayment { left } => return over_payment(*left),
            Self::OverInvoice { open } => return over_invoice(*open),
            Self::TooEarly => [
                "The day is before the payment or before the invoice.",
                "День раніший за платіж або за рахунок.",
                "День раньше платежа или раньше счёта.",
            ],
            Self::TooMany => return too_many(),
            Self::NoSuchAllocation => ["There is no such allocation.", "Такого рознесення немає.", "Такого разнесения нет."],
            Self::OffsetIsWhole => [
                "An offset closes both claims together; reverse it as a whole.",
                "Залік закриває обидві вимоги разом; скасуйте його цілком.",
                "Зачёт закрывает оба требования вместе; отмените его целиком.",
            ],
            Self::NotOpposite => [
                "An offset needs two invoices between the same two parties, one owed each way.",
                "Для заліку потрібні два рахунки між тими самими сторонами, по одному в кожен бік.",
                "Для зачёта нужны два счёта между теми же сторонами, по одному в каждую сторону.",
            ],
            Self::SameInvoice => [
                "The money is allocated to this invoice already.",
                "Гроші вже рознесено на цей рахунок.",
                "Деньги уже разнесены на этот счёт.",
            ],
            Self::UnallocateFirst => [
                "The payment closes too many invoices to be taken back in one step. Give back some allocations first.",
                "Платіж закриває забагато рахунків, щоб скасувати його за раз. Спершу скасуйте частину рознесень.",
                "Платёж закрывает слишком много счетов, чтобы отменить его за раз. Сначала отмените часть разнесений.",
            ],
        };
        Texts::new(en, uk, ru)
    }

    fn samples() -> Vec<Self> {
        crate::samples::payments::allocation_refusals()
    }
}

fn not_payable(is: InvoiceStatus) -> Texts {
    let name = is.texts();
    Texts::new(
        format!("The invoice is in status “{}” and takes no money.", name.en),
        format!("Рахунок у статусі «{}» і не приймає грошей.", name.uk),
        format!("Счёт в статусе «{}» и не принимает денег.", name.ru),
    )
}

fn over_payment(left: Money) -> Texts {
    Texts::new(
        format!("Only {left} is left of the payment."),
        format!("Від платежу залишилося лише {left}."),
        format!("От платежа осталось только {left}."),
    )
}

fn over_invoice(open: Money) -> Texts {
    Texts::new(
        format!("Only {open} is open on the invoice."),
        format!("За рахунком відкрито лише {open}."),
        format!("По счёту открыто только {open}."),
    )
}

fn too_many() -> Texts {
    Texts::new(
        format!("A payment or invoice has at most {ALLOCATIONS_MAX} allocations at a time."),
        format!("Платіж чи рахунок має щонайбільше {ALLOCATIONS_MAX} рознесень одночасно."),
        format!("У платежа или счёта не более {ALLOCATIONS_MAX} разнесений одновременно."),
    )
}
