//! Samples of every event and body: for the API description, the golden files and the tests.
//! Companies are invented; their codes have valid check digits.

use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Language, Line};
use serde_json::json;

use crate::PaperId;
use crate::model::{Form, Model};
use crate::outside::code;
use crate::paper::{PaperEvent, Printed, Requested};

/// The document of another context that the samples are of.
pub const SOURCE: &str = "inv_0192f0c4b1d27c3a9f5e6a7b8c9d0e1f";

/// The paper of the samples.
pub fn paper_id() -> PaperId {
    PaperId::derive(&[&format!("{SOURCE}/4/0")])
}

/// An invoice of two lines.
#[allow(clippy::expect_used, reason = "a literal, which a test reads")]
pub fn model() -> Model {
    let money = |amount: &str| json!({ "amount": amount, "currency": "UAH" });
    serde_json::from_value(json!({
        "number": "РХ-2026-000117",
        "date": "2026-11-21",
        "due": "2026-12-05",
        "currency": "UAH",
        "seller": {
            "name": "ТОВ «Дніпро Трейд»",
            "identifiers": [{ "label": "ЄДРПОУ", "value": "43017269" }, { "label": "ІПН", "value": "430172604631" }],
            "address": "49000, м. Дніпро, вул. Набережна, 12",
            "bank": ["п/р UA683052990000026007012345678", "АТ КБ «ПриватБанк»"],
        },
        "buyer": {
            "name": "ТОВ «Степовий Млин»",
            "identifiers": [{ "label": "ЄДРПОУ", "value": "39174024" }],
            "address": "52100, м. П’ятихатки, вул. Садова, 3",
        },
        "contract": "№ 17 від 01.11.2026",
        "lines": [
            { "n": 1, "name": "Борошно вищого ґатунку", "note": "мішок 50 кг", "code": "1101 00 15 00", "quantity": "120", "unit": "міш",
              "price": money("700.00"), "net": money("84000.00"), "tax_rate": "20 %", "tax": money("16800.00"), "gross": money("100800.00") },
            { "n": 2, "name": "Доставка", "quantity": "1", "unit": "посл",
              "price": money("2500.00"), "net": money("2500.00"), "tax_rate": "20 %", "tax": money("500.00"), "gross": money("3000.00") },
        ],
        "totals": {
            "net": money("86500.00"), "tax": money("17300.00"), "gross": money("103800.00"), "payable": money("103800.00"),
            "in_words": "Сто три тисячі вісімсот гривень 00 копійок",
        },
        "tax_lines": [{ "name": "ПДВ 20 %", "base": money("86500.00"), "tax": money("17300.00") }],
        "notes": ["Рахунок дійсний до сплати протягом 14 днів."],
    }))
    .expect("a literal model")
}

/// A paper that is wanted.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn wanted() -> Requested {
    let line = |text: &str| Line::new(text).expect("a literal line");
    Requested {
        paper_id: paper_id(),
        source: line(SOURCE),
        form: Form::Invoice,
        language: Language::Uk,
        file_name: line("Рахунок РХ-2026-000117"),
        model: Box::new(model()),
    }
}

/// It was asked for.
pub fn requested() -> PaperEvent {
    PaperEvent::Requested(wanted())
}

/// What the typesetter made.
pub fn print() -> Printed {
    Printed {
        key: format!("papers/{}.pdf", paper_id()),
        size_bytes: 41_230,
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        pages: 2,
    }
}

/// It was printed.
pub fn printed() -> PaperEvent {
    PaperEvent::Printed(print())
}

/// A failure that may pass.
pub fn outside_error() -> OutsideError {
    OutsideError {
        code: code::STORAGE_ERROR.to_owned(),
        class: FailureClass::Retry,
        raw_code: String::new(),
        text: "the document could not be kept".to_owned(),
    }
}

/// It failed, and is tried again a minute later.
pub fn failed() -> PaperEvent {
    PaperEvent::Failed { error: outside_error(), retry_at: "2026-11-21T08:31:00Z".parse().ok() }
}

/// One of each event.
pub fn events() -> Vec<PaperEvent> {
    vec![requested(), printed(), failed(), PaperEvent::RetryRequested { failed: 1 }]
}

/// A history's state.
#[cfg(test)]
pub(crate) fn folded(events: &[PaperEvent]) -> crate::paper::Paper {
    kernel::aggregate::fold_events(None, events, &testkit::context().meta("test")).unwrap().unwrap()
}
