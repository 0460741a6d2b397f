//! Papers as they come out: read from the frames of the typeset document.

use kernel::Language;
use papers::PaperId;
use papers::model::{Form, Model};
use papers::outside::Request;
use serde_json::{Value, json};
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst_layout::PagedDocument;

use crate::typeset::{compile, typeset, world};

const EXTREME: &str = include_str!("../fixtures/extreme.json");

fn fixture(form: Form) -> &'static str {
    match form {
        Form::ContractSummary => include_str!("../fixtures/contract.json"),
        Form::Invoice | Form::Act | Form::Waybill => include_str!("../fixtures/ukraine.json"),
        Form::TaxInvoice | Form::TransferDocument => include_str!("../fixtures/russia.json"),
        Form::ElectronicTaxInvoice => include_str!("../fixtures/belarus.json"),
        Form::CustomsDeclaration => include_str!("../fixtures/declaration.json"),
    }
}

/// A request for a form with a model as JSON.
pub(crate) fn request(form: Form, language: Language, model: Value) -> Request {
    let model: Model = serde_json::from_value(model).unwrap();
    let requested_at = "2026-11-21T08:30:00Z".parse().unwrap();
    Request { paper_id: PaperId::derive(&["test"]), requested_at, form, language, model: Box::new(model) }
}

fn read(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

/// A run of text, with where it begins and ends across its page.
struct Run {
    page: usize,
    text: String,
    from: Abs,
    to: Abs,
}

struct Sheet {
    runs: Vec<Run>,
    widths: Vec<Abs>,
}

impl Sheet {
    fn typeset(request: &Request) -> Self {
        let document: PagedDocument = compile(&world(request).unwrap()).unwrap();
        comemo::evict(0);
        let mut sheet = Self { runs: Vec::new(), widths: Vec::new() };
        for (page, content) in document.pages().iter().enumerate() {
            sheet.widths.push(content.frame.width());
            sheet.walk(page, &content.frame, Point::zero());
        }
        sheet
    }

    fn walk(&mut self, page: usize, frame: &Frame, origin: Point) {
        for (at, item) in frame.items() {
            let at = *at + origin;
            match item {
                FrameItem::Group(group) => self.walk(page, &group.frame, at),
                FrameItem::Text(text) => {
                    let (from, to) = (at.x, at.x + text.width());
                    self.runs.push(Run { page, text: text.text.to_string(), from, to });
                }
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn pages(&self) -> usize {
        self.widths.len()
    }

    /// What stands on one page, or on all of them, without spaces: lines break where they like.
    fn words(&self, page: Option<usize>) -> String {
        let runs = self.runs.iter().filter(|run| page.is_none_or(|page| page == run.page));
        bare(&runs.map(|run| run.text.as_str()).collect::<String>())
    }

    #[track_caller]
    fn shows(&self, text: &str) {
        let words = self.words(None);
        assert!(words.contains(&bare(text)), "{text:?} is not in {words:?}");
    }

    /// Nothing leaves its page.
    #[track_caller]
    fn stays_inside(&self) {
        for run in &self.runs {
            assert!(run.from >= Abs::zero() && run.to <= self.widths[run.page], "{:?} leaves page {}", run.text, run.page + 1);
        }
    }
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{ad}')).collect()
}

#[test]
fn every_form_is_there_in_every_language() {
    let titles = [
        (Form::ContractSummary, ["Зведення за договором", "Сводка по договору", "Contract summary"]),
        (Form::Invoice, ["Рахунок на оплату", "Счёт на оплату", "Invoice"]),
        (Form::Act, ["Акт наданих послуг", "Акт оказанных услуг", "Act of services rendered"]),
        (Form::Waybill, ["Видаткова накладна", "Товарная накладная", "Delivery note"]),
        (Form::TaxInvoice, ["Рахунок-фактура", "Счёт-фактура", "Tax invoice"]),
        (
            Form::TransferDocument,
            ["Універсальний передавальний документ", "Универсальный передаточный документ", "Universal transfer document"],
        ),
        (Form::ElectronicTaxInvoice, ["Електронний рахунок-фактура", "Электронный счёт-фактура", "Electronic tax invoice"]),
        (Form::CustomsDeclaration, ["Митна декларація", "Декларация на товары", "Declaration of goods"]),
    ];
    assert_eq!(titles.len(), Form::ALL.len());
    for (form, titles) in titles {
        for (language, title) in Language::ALL.iter().zip(titles) {
            let model = read(fixture(form));
            let sheet = Sheet::typeset(&request(form, *language, model.clone()));
            sheet.shows(title);
            sheet.shows(model["number"].as_str().unwrap());
            for line in model["lines"].as_array().unwrap() {
                sheet.shows(line["name"].as_str().unwrap());
            }
            sheet.stays_inside();
        }
    }
}

#[test]
fn all_that_a_form_knows_is_printed() {
    let shown = [
        (Form::ContractSummary, ["01.11.2026", "Поручитель", "10 000,00 EUR", "Актив"]),
        (Form::Invoice, ["UA683052990000026007012345678", "87 635,04", "140 935,04 UAH", "ПДВ 20 %"]),
        (Form::Act, ["Виконавець", "Замовник", "190 935,04 UAH", "Сто дев’яносто тисяч"]),
        (Form::Waybill, ["Відвантажив", "Отримав", "1101 00 15 00", "міш"]),
        (Form::TaxInvoice, ["7810345670 / 781001001", "10216170/140926/3012345", "3 431 597,40", "без НДС"]),
        (Form::TransferDocument, ["№ 44-П от 01.09.2026", "№ п/п 1–3", "19 096 882,40", "Китай"]),
        (Form::ElectronicTaxInvoice, ["191053822-2026-0000000117", "УНП 291044175", "8 860,27", "исходный"]),
        (Form::CustomsDeclaration, ["8471300000", "2010: 50000.00", "04021", "Перевізник"]),
    ];
    for (form, texts) in shown {
        let sheet = Sheet::typeset(&request(form, Language::Uk, read(fixture(form))));
        for text in texts {
            sheet.shows(text);
        }
    }
}

#[test]
fn money_is_written_as_the_language_writes_it() {
    let money = |amount: &str, currency: &str| json!({ "amount": amount, "currency": currency });
    let totals = json!({ "net": money("-1234567.80", "UAH"), "gross": money("999.00", "USD") });
    let line = json!({ "n": 1, "name": "x", "price": money("100.00", "USD"), "net": money("0.05", "UAH"), "gross": "5 $" });
    let model = json!({ "number": "1", "currency": "UAH", "date": "2026-11-21", "totals": totals, "lines": [line] });
    let russian = Sheet::typeset(&request(Form::Invoice, Language::Ru, model.clone()));
    for text in ["−1 234 567,80 UAH", "999,00 USD", "100,00 USD", "0,05", "5 $", "21.11.2026"] {
        russian.shows(text);
    }
    let english = Sheet::typeset(&request(Form::Invoice, Language::En, model));
    for text in ["−1,234,567.80 UAH", "999.00 USD", "100.00 USD", "0.05", "2026-11-21"] {
        english.shows(text);
    }
}

#[test]
fn an_empty_model_is_a_paper_too() {
    for form in Form::ALL {
        assert_eq!(Sheet::typeset(&request(*form, Language::En, json!({ "number": "1" }))).pages(), 1, "{form:?}");
    }
}

#[test]
fn what_people_type_stays_text() {
    for form in Form::ALL {
        let sheet = Sheet::typeset(&request(*form, Language::Uk, read(EXTREME)));
        sheet.shows(r##"#read("/etc/passwd") *жирний* $x^2$ <a> @b // коментар"##);
        sheet.shows(r#"#image("x") *b*"#);
        sheet.shows("₴ ₽ ₸");
        // The other two name their parties by role.
        if !matches!(form, Form::ContractSummary | Form::CustomsDeclaration) {
            sheet.shows("#panic() ТОВ");
        }
        sheet.stays_inside();
    }
}

#[test]
fn a_thousand_lines_have_a_head_on_every_page() {
    let line =
        |n: u32| json!({ "n": n, "name": format!("Позиція {n}"), "quantity": "1", "gross": { "amount": "10.00", "currency": "UAH" } });
    let lines: Vec<Value> = (1..=1_000).map(line).collect();
    let sheet = Sheet::typeset(&request(Form::Invoice, Language::Uk, json!({ "number": "1", "currency": "UAH", "lines": lines })));
    let pages = sheet.pages();
    assert!((15..=30).contains(&pages), "{pages} pages");
    for page in 0..pages {
        let words = sheet.words(Some(page));
        assert!(words.contains(&format!("Сторінка{}з{pages}", page + 1)), "{words}");
        assert!(words.contains("Найменування"), "page {page}: {words}");
    }
    sheet.shows("1000Позиція 1000");
}

#[test]
fn the_same_request_makes_the_same_bytes() {
    let request = request(Form::Invoice, Language::Uk, read(fixture(Form::Invoice)));
    let (one, other) = (typeset(&request).unwrap(), typeset(&request).unwrap());
    assert!(one.bytes.starts_with(b"%PDF-") && one.bytes == other.bytes);
    assert_eq!(one.pages, 1);
}
