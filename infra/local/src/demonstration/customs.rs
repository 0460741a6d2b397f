//! A declaration of twenty goods with five documents in the Russian tenant, from draft to release.
//!
//! Every figure can be worked out by hand: goods `n` are `n` pieces at 1,000.00 yuan, gross 12 and
//! net 10 kilograms a piece.

use ::customs::declaration::Declaration;
use kernel::id::kinds;
use kernel::{Aggregate, Id, Role};
use runtime::{Engine, Failure};
use serde_json::{Value, json};

use super::group::Entered;
use super::{carry_out, id};
use crate::personas::RUSSIAN;

/// The tables that a declaration needs, in the order in which one rests on another.
pub const TABLES: [&str; 9] = [
    "declaration-types",
    "procedures",
    "singularities",
    "customs-offices",
    "own-organizations",
    "employees",
    "templates",
    "document-types",
    "common-organizations",
];
/// The declarant and who signs, at the vendor's simulator.
const DECLARANT: &str = "5d0c0000-0000-4000-8000-000000000001";
const SIGNER: &str = "5d0c0000-0000-4000-8000-000000000065";
/// How many goods are declared.
pub const GOODS: u16 = 20;
/// Commodity codes and what they are; goods take them in turn.
const KINDS: [(&str, &str); 4] = [
    ("8471300000", "Портативные вычислительные машины"),
    ("8471410000", "Вычислительные машины в одном корпусе"),
    ("8473302008", "Модули вычислительных машин"),
    ("8504403009", "Источники питания"),
];
/// Documents: kind, number, date and the goods that they concern; none means all.
const DOCUMENTS: [(&str, &str, &str, &[u16]); 5] = [
    ("INVOICE", "SZ-2026-117", "2026-11-10", &[]),
    ("PACKING_LIST", "SZ-2026-117/P", "2026-11-10", &[]),
    ("CONTRACT", "VT-CN-04", "2026-02-02", &[]),
    ("AIR_WAYBILL", "555-12345675", "2026-11-18", &[]),
    ("CONFORMITY_CERTIFICATE", "RU-C-CN-000117", "2026-06-30", &[1, 5, 9]),
];

/// A declaration, by its name here.
pub fn declaration(name: &str) -> String {
    id::<kinds::CustomsDeclaration>(name)
}

/// An organization, by its name here.
pub fn organization(name: &str) -> String {
    id::<kinds::CommonOrganization>(name)
}

fn entered(role: Role, command: &'static str, key: String, body: Value) -> Entered {
    Entered { role, command, key, body }
}

/// An administrator wants every table to be read from the vendor now.
pub fn tables() -> Vec<Entered> {
    let wanted =
        |table: &&str| entered(Role::Administrator, "customs.request-import", format!("customs-{table}"), json!({ "table": table }));
    TABLES.iter().map(wanted).collect()
}

/// Who sends the goods and who gets them.
pub fn organizations() -> Vec<Entered> {
    let consignee = json!({
        "kind": { "type": "LEGAL", "inn": "9817654328", "kpp": "981701001", "ogrn": "1269800765431" },
        "name": "ООО «Волга Трейд»",
        "legal_address": { "country_code": "RU", "country_name": "РОССИЯ", "city": "САМАРА", "street_house": "УЛ. ПРИМЕРНАЯ, 1" },
    });
    let consignor = json!({
        "kind": { "type": "FOREIGN", "country": "CN" },
        "name": "SHENZHEN SAMPLE ELECTRONICS CO., LTD",
        "legal_address": { "country_code": "CN", "country_name": "КИТАЙ", "city": "SHENZHEN", "street_house": "EXAMPLE ROAD 117" },
    });
    let create = |name: &str, profile: Value| {
        let body = json!({ "organization_id": organization(name), "profile": profile });
        entered(Role::Declarant, "customs.create-organization", format!("customs-{name}"), body)
    };
    vec![create("consignee", consignee), create("consignor", consignor)]
}

/// A draft with its form and parties.
pub fn draft(name: &str, title: &str) -> Vec<Entered> {
    let declaration_id = declaration(name);
    let declarant = |command, step: &str, body| entered(Role::Declarant, command, format!("customs-{name}-{step}"), body);
    let heading = json!({
        "name": title,
        "declaration_type": "IM",
        "procedure": "40",
        "office": "10005030",
        "organization": DECLARANT,
        "employee": SIGNER,
        "shipment": format!("AIR-{name}"),
    });
    let party =
        |role: &str, organization_id: String| json!({ "declaration_id": declaration_id, "role": role, "organization_id": organization_id });
    vec![
        declarant("customs.create-declaration", "created", json!({ "declaration_id": declaration_id, "heading": heading })),
        declarant("customs.replace-form", "form", json!({ "declaration_id": declaration_id, "form": form() })),
        declarant("customs.set-party", "consignor", party("consignor", organization("consignor"))),
        declarant("customs.set-party", "consignee", party("consignee", organization("consignee"))),
        declarant("customs.set-party", "payer", party("financially-responsible", organization("consignee"))),
        declarant("customs.set-party", "declarant", party("declarant", organization("consignee"))),
    ]
}

/// The scans, and the commands that attach them once they are uploaded.
pub fn documents(name: &str) -> Vec<(Vec<u8>, Entered)> {
    DOCUMENTS.iter().map(|document| attached(name, *document)).collect()
}

fn attached(name: &str, (kind, number, date, goods): (&str, &str, &str, &[u16])) -> (Vec<u8>, Entered) {
    let scan = scan(&format!("{kind} {number}"));
    let sha256 = ::customs::code::sha256(&scan);
    let file = json!({ "name": format!("{kind}.pdf"), "media_type": "application/pdf", "size_bytes": scan.len(), "sha256": sha256 });
    let body = json!({
        "declaration_id": declaration(name),
        "document_id": Id::<kinds::DeclarationDocument>::derive(&["demonstration", name, kind]).to_string(),
        "kind": kind,
        "number": number,
        "date": date,
        "file": file,
        "goods": goods,
    });
    (scan, entered(Role::Declarant, "customs.attach-document", format!("customs-{name}-{kind}"), body))
}

/// The declarant brings it to the vendor.
pub fn submit(name: &str) -> Entered {
    let body = json!({ "declaration_id": declaration(name) });
    entered(Role::Declarant, "customs.submit-declaration", format!("customs-{name}-submitted"), body)
}

/// The whole form: heading, transport, terms and goods, in the album's structure.
pub fn form() -> Value {
    let goods: Vec<Value> = (1..=GOODS).map(goods).collect();
    let pieces: u32 = (1..=u32::from(GOODS)).sum();
    json!({
        "CustomsProcedure": "ИМ",
        "CustomsModeCode": "40",
        "ESADout_CUGoodsShipment": {
            "OriginCountryName": "КИТАЙ",
            "TotalGoodsNumber": GOODS.to_string(),
            "TotalPackageNumber": pieces.to_string(),
            "ESADout_CUConsignee": { "EqualIndicator": "true" },
            "ESADout_CUFinancialAdjustingResponsiblePerson": { "DeclarantEqualFlag": "true" },
            "ESADout_CUConsigment": {
                "ContainerIndicator": "false",
                "DispatchCountryCode": "CN",
                "DestinationCountryCode": "RU",
            },
            "ESADout_CUMainContractTerms": {
                "ContractCurrencyCode": "CNY",
                "TotalInvoiceAmount": format!("{pieces}000.00"),
                "TradeCountryCode": "CN",
                "CUESADDeliveryTerms": { "DeliveryTermsStringCode": "FCA", "DeliveryPlace": "SHENZHEN" },
            },
            "ESADout_CUGoods": goods,
        },
    })
}

fn goods(number: u16) -> Value {
    let kind = usize::from(number.saturating_sub(1)).checked_rem(KINDS.len()).and_then(|place| KINDS.get(place));
    let (code, name) = kind.copied().unwrap_or(("8471300000", "Вычислительные машины"));
    let kilograms = |each: u16| number.saturating_mul(each).to_string();
    json!({
        "GoodsNumeric": number.to_string(),
        "GoodsDescription": format!("{name}, модель {number}"),
        "GrossWeightQuantity": kilograms(12),
        "NetWeightQuantity": kilograms(10),
        "InvoicedCost": format!("{number}000.00"),
        "GoodsTNVEDCode": code,
        "OriginCountryCode": "CN",
        "CustomsCostCorrectMethod": "1",
        "GoodsGroupDescription": [{ "GoodsGroupInformation": { "GoodsMarking": format!("VT-{number:02}") } }],
        "SupplementaryGoodsQuantity": { "GoodsQuantity": number.to_string(), "MeasureUnitQualifierName": "ШТ", "MeasureUnitQualifierCode": "796" },
    })
}

/// A PDF of one page with a line of text; readers of scans need no more.
fn scan(line: &str) -> Vec<u8> {
    let content = format!("BT /F1 14 Tf 60 760 Td ({line}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(pdf.len());
        pdf.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let table = pdf.len();
    let rows: String = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    let count = objects.len().saturating_add(1);
    pdf.push_str(&format!(
        "xref\n0 {count}\n0000000000 65535 f \n{rows}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    ));
    pdf.into_bytes()
}

/// How long the tables of codes may take at a first start: the clock reads two a tick.
const TABLES_WAIT: std::time::Duration = std::time::Duration::from_secs(120);
/// Between two looks.
const LOOK_EVERY: std::time::Duration = std::time::Duration::from_millis(500);

/// Two declarations for a newcomer: one that goes its way to release by itself, and a draft. The
/// tables of codes come from the vendor, which takes a while; nothing else waits for it.
///
/// # Errors
/// When a command is refused for another reason than that a table is not there yet.
pub async fn seed(engine: &Engine) -> Result<(), runtime::Fault> {
    for entered in tables().into_iter().chain(organizations()) {
        carry_out(engine, RUSSIAN, entered).await?;
    }
    for (name, title) in [("going", "Компьютеры, рейс 117"), ("draft", "Компьютеры, рейс 118")] {
        // Somebody may have gone on with it since the first start.
        if is_there(engine, name).await? {
            continue;
        }
        for entered in draft(name, title) {
            when_tables_are_there(engine, entered).await?;
        }
        for (scan, entered) in documents(name) {
            keep(engine, &entered.body, scan).await?;
            when_tables_are_there(engine, entered).await?;
        }
        if name == "going" {
            carry_out(engine, RUSSIAN, submit(name)).await?;
        }
    }
    Ok(())
}

async fn is_there(engine: &Engine, name: &str) -> Result<bool, runtime::Fault> {
    let id = Id::<kinds::CustomsDeclaration>::derive(&["demonstration", name]);
    let history = engine.ports.store.load(&super::tenant(RUSSIAN)?, &Declaration::stream(id), Declaration::SNAPSHOT_SCHEMA).await?;
    Ok(history.version() > 0)
}

async fn keep(engine: &Engine, body: &Value, scan: Vec<u8>) -> Result<(), runtime::Fault> {
    let sha256 = body.pointer("/file/sha256").and_then(Value::as_str).unwrap_or_default();
    let key = ::customs::declaration::document::scan_key(sha256);
    engine.ports.documents.put(&super::tenant(RUSSIAN)?, &key, "application/pdf", scan).await
}

/// Tries again while a code is not known yet.
async fn when_tables_are_there(engine: &Engine, entered: Entered) -> Result<(), runtime::Fault> {
    let deadline = tokio::time::Instant::now() + TABLES_WAIT;
    loop {
        match super::attempt(engine, RUSSIAN, entered.clone()).await {
            Err(Failure::Refused(refused)) if refused.code.contains(".unknown-") || refused.code.ends_with(".no-template") => {
                if tokio::time::Instant::now() > deadline {
                    return Err(runtime::Fault::lasting(format!("carry out {}: {}", entered.key, refused.code)));
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
            Err(failure) => return Err(runtime::Fault::lasting(format!("carry out {}", entered.key)).because(failure.into_fault())),
            Ok(()) => return Ok(()),
        }
    }
}
