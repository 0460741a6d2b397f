//! A request for each operation of the vendor.

use kernel::Line;
use uuid::Uuid;

use crate::code::{DocflowId, FormId, GoodsNumber, VendorDocumentId, VendorOrganizationId};
use crate::outside::kontur::Request;
use crate::outside::kontur::content::{Content, Upload};
use crate::outside::kontur::docflow::{DocflowCopy, DocflowQuery, DocflowSearch, NewDocflow, SEARCH_TAKE_MAX, TAKE_MAX};
use crate::outside::kontur::document::{DistributeBy, Distribution, DtsNumber, GoodsImport, HeaderMap, IncludeIn, NewDocument, PartyBox};
use crate::outside::kontur::organization::{Address, Contacts, Entity, IdentityCard, Organization, OrganizationKind, PersonName};
use crate::outside::kontur::payment::{Engine, Hybrid, Owner, PowerUnit, Vehicle, VehicleAge};
use crate::outside::kontur::vendor::{EmployeeId, FilerId, ProcedureNumber, SingularityNumber, TypeNumber};

/// Parses a literal.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
fn literal<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("a valid literal")
}

/// A line of text.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
fn line(text: &str) -> Line {
    Line::new(text).expect("a literal line")
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// The docflow of the samples.
pub const DOCFLOW: DocflowId = DocflowId(Uuid::from_u128(0x6b0d_0000_0000_4000_8000_0000_0000_0001));
/// A document of it.
pub const DOCUMENT: VendorDocumentId = VendorDocumentId(Uuid::from_u128(0x6b0d_0000_0000_4000_8000_0000_0000_0002));
/// The document's form.
pub const FORM: FormId = FormId(Uuid::from_u128(0x6b0d_0000_0000_4000_8000_0000_0000_0003));
/// A counterparty.
pub const ORGANIZATION: VendorOrganizationId = VendorOrganizationId(Uuid::from_u128(0x6b0d_0000_0000_4000_8000_0000_0000_0004));
/// Who files.
pub const FILER: FilerId = FilerId(Uuid::from_u128(0x6b0d_0000_0000_4000_8000_0000_0000_0005));
/// Who signs.
pub const EMPLOYEE: EmployeeId = EmployeeId(Uuid::from_u128(0x6b0d_0000_0000_4000_8000_0000_0000_0006));

/// Some content.
pub fn content(media_type: &str) -> Content {
    Content {
        key: "customs/forms/5d41402abc4b2a76b9719d911017c592ae2ba3ae0c3ad5a1d3b4a6e4f2a1c0de".to_owned(),
        size_bytes: 2_048,
        sha256: "5d41402abc4b2a76b9719d911017c592ae2ba3ae0c3ad5a1d3b4a6e4f2a1c0de".to_owned(),
        media_type: media_type.to_owned(),
    }
}

/// A sole trader with everything that a counterparty may have.
pub fn organization() -> Organization {
    Organization {
        id: None,
        kind: Some(OrganizationKind::Entrepreneur),
        foreign: false,
        entity: Entity {
            name: text("ИП ФАМИЛИЯ ИМЯ ОТЧЕСТВО"),
            short_name: text("ФАМИЛИЯ ИП"),
            inn: text("981234567804"),
            ogrn: text("326980000123455"),
            okpo: text("0123456785"),
            legal_address: Some(Address {
                city: text("г. Химки"),
                country_name: text("РОССИЯ"),
                country_code: text("RU"),
                postal_code: text("141400"),
                region: text("Московская обл"),
                street_house: text("ул. Складская"),
                house: text("1"),
                ..Address::default()
            }),
            ..Entity::default()
        },
        branch: None,
        person: Some(PersonName { surname: text("Отчествова"), name: text("Имечко"), ..PersonName::default() }),
        identity: Some(IdentityCard {
            code: text("RU01001"),
            series: text("4512"),
            number: text("998877"),
            date: Some(literal("2015-03-02")),
            issuer: text("ОВД Химки"),
            ..IdentityCard::default()
        }),
        contacts: Some(Contacts { phone: text("+74951234567"), ..Contacts::default() }),
        created_at: None,
        updated_at: None,
    }
}

/// A declaration of goods to be released for consumption.
pub fn new_docflow() -> NewDocflow {
    NewDocflow {
        type_number: TypeNumber(0),
        procedure: ProcedureNumber(0),
        singularity: None,
        office: literal("10005030"),
        filer: FILER,
        employee: EMPLOYEE,
        name: line("entrepot 01990000-0000-7000-8000-000000000001"),
    }
}

/// An invoice.
pub fn new_document() -> NewDocument {
    NewDocument {
        name: line("Инвойс"),
        number: line("INV-2026/118"),
        date: literal("2026-11-02"),
        mode: literal("1002007E"),
        box_44: literal("04021"),
        providing_index: line("1"),
        common: false,
        belongs_to_all_goods: true,
        copy_from_declaration: false,
        copy_if_exists: false,
    }
}

/// A car.
pub fn vehicle() -> Vehicle {
    Vehicle {
        owner: Owner::Person,
        age: VehicleAge::ThreeToFive,
        price: literal("12500.50"),
        currency_number: 978,
        engine: Engine::Petrol,
        hybrid: Hybrid::None,
        combustion_first: None,
        power: 150,
        power_unit: PowerUnit::HorsePower,
        electric_power: None,
        off_road: false,
        sequential: false,
        engine_volume_cm3: 1_984,
    }
}

/// A cost to distribute.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn costs() -> (DtsNumber, Vec<Distribution>) {
    let transport = Distribution {
        cost_box: line("17"),
        by: DistributeBy::Weight,
        into: IncludeIn::CustomsValue,
        currency: kernel::Currency::USD,
        total: literal("500.25"),
        border_place: Some(line("Владивосток")),
    };
    (DtsNumber::try_from(1).expect("a literal number"), vec![transport])
}

/// One request for each operation, in the order of the list.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
pub fn requests() -> Vec<Request> {
    let (docflow, document, form) = (DOCFLOW, DOCUMENT, FORM);
    let type_number = TypeNumber(0);
    let goods = [1, 3].map(|number| GoodsNumber::try_from(number).expect("a literal number")).to_vec();
    let (dts, costs) = costs();
    let upload = Upload { content: content("application/pdf"), file_name: line("Инвойс 118.pdf"), mode: literal("1006110E") };
    let since = DocflowQuery { changed_from: Some(literal("2026-11-21T08:00:00Z")), changed_to: None, status: None, take: TAKE_MAX };
    let copy = DocflowCopy { from: docflow, office: None, filer: None, employee: None, name: line("entrepot 2") };
    let search = DocflowSearch {
        query: Some(line("entrepot")),
        singularity: Some(SingularityNumber(1)),
        docflows: vec![docflow],
        take: Some(SEARCH_TAKE_MAX),
        ..DocflowSearch::default()
    };
    let options = GoodsImport { clear_before: true, preserve_attached: true, header_map: Some(HeaderMap::Zero) };
    vec![
        Request::SaveOrganization { organization: Box::new(organization()) },
        Request::OrganizationByInn { inn: literal("9812345679") },
        Request::Docflows { query: since },
        Request::CreateDocflow { docflow: Box::new(new_docflow()) },
        Request::CopyDocflow { copy: Box::new(copy) },
        Request::SearchDocflows { search: Box::new(search) },
        Request::Marks { docflow },
        Request::Messages { docflow },
        Request::SetOpened { docflow },
        Request::Documents { docflow },
        Request::CreateDocuments { docflow, documents: vec![new_document()] },
        Request::LinkGoods { docflow, document, goods },
        Request::CreateDts { docflow, dts, costs },
        Request::CopyFromDeclaration { docflow, document },
        Request::ImportForm { docflow, form, content: content("application/json") },
        Request::FormJson { docflow, form },
        Request::SetParty { docflow, form, party: PartyBox::Declarant, organization: ORGANIZATION },
        Request::ImportGoods { docflow, form, content: content("application/json"), options },
        Request::Upload { docflow, form, upload },
        Request::FormXml { docflow, form },
        Request::Templates,
        Request::Template { mode: literal("1006107E") },
        Request::Filers,
        Request::Employees { filer: FILER },
        Request::DeclarationTypes,
        Request::Procedures { type_number },
        Request::Singularities { type_number: Some(type_number) },
        Request::Offices,
        Request::Organizations,
        Request::PrintHtml { docflow, form },
        Request::PrintPdf { docflow, form },
        Request::VehiclePayments { vehicle: Box::new(vehicle()) },
    ]
}
