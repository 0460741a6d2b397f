//! The connector.

mod docflows;
mod documents;
mod forms;

use std::sync::Arc;

use async_trait::async_trait;
use customs::outside::kontur::operation::Operation;
use customs::outside::kontur::vendor::Rows;
use customs::outside::kontur::{Answer, CONNECTOR, Request, code, operation};
use customs::settings::{CustomsSettings, KonturSettings};
use kernel::reaction::{FailureClass, OutsideError};
use outbound::{BreakersInMemory, CallContext, CallLog, Outbound, Policy, RatePolicy};
use runtime::Fault;
use runtime::ports::{Call, Connector, Documents, Secrets};
use serde_json::Value;

use crate::body;
use crate::content::Shelf;
use crate::exchange::{Clients, Exchange, Parts};
use crate::failure::{failure, is_page, refused, unreadable};
use crate::rows::{self, Fields, Problem};
use crate::session::{Account, Sessions};

/// Largest list that is read, in bytes: the thousand docflows of a page have less than one megabyte.
const LIST_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Largest document that is read, in bytes; as much as the tenant's store keeps of one.
const DOWNLOAD_BYTES_MAX: usize = 25 * 1024 * 1024;

/// Kontur.Declarant, group `common.v1`.
pub struct Kontur {
    clients: Clients,
    secrets: Arc<dyn Secrets>,
    documents: Arc<dyn Documents>,
}

/// How the vendor is treated: one policy in two paces (decision X12).
#[derive(Debug, Clone)]
pub struct Policies {
    /// Of what answers within seconds, the login among it.
    pub ordinary: Policy,
    /// Of what carries or makes a file.
    pub slow: Policy,
}

impl Policies {
    /// The same, for a simulator on the own machine.
    #[must_use]
    pub const fn with_loopback_http(self) -> Self {
        Self { ordinary: self.ordinary.with_loopback_http(), slow: self.slow.with_loopback_http() }
    }
}

impl Kontur {
    /// With clients of these policies. Both stop asking together when the vendor is down.
    ///
    /// # Errors
    /// When an HTTP client cannot be built.
    pub fn new(policies: Policies, secrets: Arc<dyn Secrets>, documents: Arc<dyn Documents>) -> Result<Self, Fault> {
        let breakers = Arc::new(BreakersInMemory::default());
        let ordinary = Outbound::new(policies.ordinary)?.with_breakers(breakers.clone());
        let slow = Outbound::new(policies.slow)?.with_breakers(breakers);
        Ok(Self { clients: Clients { ordinary, slow, sessions: Sessions::default() }, secrets, documents })
    }

    /// The same, with records of calls going elsewhere.
    #[must_use]
    pub fn with_log(mut self, log: &Arc<dyn CallLog>) -> Self {
        self.clients.ordinary = self.clients.ordinary.with_log(Arc::clone(log));
        self.clients.slow = self.clients.slow.with_log(Arc::clone(log));
        self
    }

    /// Time-outs and limits. The vendor publishes none. A client of it lives with 10 requests in a
    /// second and 500 in a minute, which both paces together stay under, and waits longer for files
    /// than a consumer of events lives: 60 seconds, within which a login and the request must end.
    pub const fn policies() -> Policies {
        let policy = Policy::new(CONNECTOR);
        let rate = RatePolicy { burst: 2, interval_ms: 200, wait_max_ms: 5_000 };
        let ordinary = Policy { attempt_ms: 8_000, total_ms: 14_000, response_bytes_max: LIST_BYTES_MAX, rate, ..policy };
        let rate = RatePolicy { burst: 1, interval_ms: 300, wait_max_ms: 10_000 };
        let policy = Policy::new(CONNECTOR);
        let slow = Policy { attempt_ms: 35_000, total_ms: 35_000, response_bytes_max: DOWNLOAD_BYTES_MAX, rate, ..policy };
        Policies { ordinary, slow }
    }
}

#[async_trait]
impl Connector for Kontur {
    fn name(&self) -> &'static str {
        CONNECTOR
    }

    async fn call(&self, call: &Call, request: Value) -> Result<Value, OutsideError> {
        let request: Request = serde_json::from_value(request).map_err(|error| refused("malformed-request", &error.to_string()))?;
        let settings = CustomsSettings::of(&call.settings).kontur;
        let missing = || failure(code::NOT_CONFIGURED, FailureClass::Auth, "not-configured", "the tenant has no settings of Kontur");
        let settings = settings.ok_or_else(missing)?;
        let account = Account::of(self.secrets.as_ref(), call, settings.url.as_str()).await?;
        let exchange = Exchange { clients: &self.clients, context: CallContext::of(call), account };
        let shelf = Shelf { documents: self.documents.as_ref(), tenant: &call.tenant };
        let answer = Session { exchange, shelf, settings }.perform(request).await?;
        serde_json::to_value(&answer).map_err(|error| failure(code::UNREADABLE, FailureClass::Permanent, "answer", &error.to_string()))
    }
}

/// One call with what it needs.
struct Session<'a> {
    exchange: Exchange<'a>,
    shelf: Shelf<'a>,
    settings: KonturSettings,
}

impl Session<'_> {
    async fn perform(&self, request: Request) -> Result<Answer, OutsideError> {
        let nothing = Parts::default;
        match request {
            Request::SaveOrganization { organization } => self.save_organization(&organization).await,
            Request::OrganizationByInn { inn } => self.organization_by_inn(&inn).await,
            Request::Docflows { query } => self.docflows(&query).await,
            Request::CreateDocflow { docflow } => self.create_docflow(&docflow).await,
            Request::CopyDocflow { copy } => self.copy_docflow(&copy).await,
            Request::SearchDocflows { search } => self.search(&search).await,
            Request::Marks { docflow } => self.marks(docflow).await,
            Request::Messages { docflow } => self.messages(docflow).await,
            Request::SetOpened { docflow } => self.set_opened(docflow).await,
            Request::Documents { docflow } => self.documents(docflow).await,
            Request::CreateDocuments { docflow, documents } => self.create_documents(docflow, &documents).await,
            Request::LinkGoods { docflow, document, goods } => self.link_goods(docflow, document, &goods).await,
            Request::CreateDts { docflow, dts, costs } => self.create_dts(docflow, dts, &costs).await,
            Request::CopyFromDeclaration { docflow, document } => self.copy_from_declaration(docflow, document).await,
            Request::ImportForm { docflow, form, content } => self.import_form(docflow, form, &content).await,
            Request::FormJson { docflow, form } => self.form_json(docflow, form).await,
            Request::SetParty { docflow, form, party, organization } => self.set_party(docflow, form, party, organization).await,
            Request::ImportGoods { docflow, form, content, options } => self.import_goods(docflow, form, &content, &options).await,
            Request::Upload { docflow, form, upload } => self.upload(docflow, form, &upload).await,
            Request::FormXml { docflow, form } => self.form_xml(docflow, form).await,
            Request::Templates => Ok(Answer::Templates { templates: self.list(operation::TEMPLATES, nothing(), rows::template).await? }),
            Request::Template { mode } => self.template(&mode).await,
            Request::Filers => Ok(Answer::Filers { filers: self.list(operation::FILERS, nothing(), rows::filer).await? }),
            Request::Employees { filer } => {
                let employees = self.list(operation::EMPLOYEES, nothing().with("orgId", filer), rows::employee).await?;
                Ok(Answer::Employees { employees })
            }
            Request::DeclarationTypes => {
                let types = self.list(operation::DECLARATION_TYPES, nothing(), rows::declaration_type).await?;
                Ok(Answer::DeclarationTypes { types })
            }
            Request::Procedures { type_number } => {
                let asked = nothing().with("declarationType", type_number);
                Ok(Answer::Procedures { procedures: self.list(operation::PROCEDURES, asked, rows::procedure).await? })
            }
            Request::Singularities { type_number } => {
                let asked = nothing().perhaps("declarationType", type_number);
                Ok(Answer::Singularities { singularities: self.list(operation::SINGULARITIES, asked, rows::singularity).await? })
            }
            Request::Offices => Ok(Answer::Offices { offices: self.list(operation::OFFICES, nothing(), rows::office).await? }),
            Request::Organizations => {
                let organizations = self.list(operation::ORGANIZATIONS, nothing(), rows::organization).await?;
                Ok(Answer::Organizations { organizations })
            }
            Request::PrintHtml { docflow, form } => self.print_html(docflow, form).await,
            Request::PrintPdf { docflow, form } => self.print_pdf(docflow, form).await,
            Request::VehiclePayments { vehicle } => {
                let asked = json(&body::vehicle(&vehicle)?);
                Ok(Answer::VehiclePayments { payments: self.one(operation::VEHICLE_PAYMENTS, asked, rows::vehicle_payments).await? })
            }
        }
    }

    async fn value(&self, operation: Operation, parts: Parts) -> Result<Value, OutsideError> {
        let answered = self.exchange.send(operation, parts).await?;
        serde_json::from_slice(answered.body.as_bytes()).map_err(|_| unreadable(operation, "not JSON"))
    }

    async fn one<T>(
        &self,
        operation: Operation,
        parts: Parts,
        read: impl Fn(&Fields<'_>) -> Result<T, Problem>,
    ) -> Result<T, OutsideError> {
        let value = self.value(operation, parts).await?;
        rows::one(&value, self.settings.offset_minutes, read).map_err(|problem| unreadable(operation, &problem))
    }

    async fn list<T>(
        &self,
        operation: Operation,
        parts: Parts,
        read: impl Fn(&Fields<'_>) -> Result<T, Problem>,
    ) -> Result<Rows<T>, OutsideError> {
        let value = self.value(operation, parts).await?;
        rows::list(&value, self.settings.offset_minutes, read).ok_or_else(|| unreadable(operation, "not a list"))
    }

    /// Something without an answer worth reading. A page in its place stands for something else.
    async fn done(&self, operation: Operation, parts: Parts) -> Result<(), OutsideError> {
        let answered = self.exchange.send(operation, parts).await?;
        if is_page(answered.content_type.as_deref(), answered.body.as_bytes()) {
            return Err(unreadable(operation, "a page"));
        }
        Ok(())
    }
}

/// A body of JSON.
fn json(value: &Value) -> Parts {
    Parts::default().json(value.to_string().into_bytes())
}
