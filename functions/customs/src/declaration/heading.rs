//! The heading as somebody writes it, and how it is completed from the tables of codes.

use kernel::facts::Want;
use kernel::{Day, Facts, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::DeclarationRefusal as Refusal;
use super::header::{Declarant, Employee, Header, Named, ShipmentRef, Template};
use crate::code::{DeclarationType, DocumentMode, OfficeCode, ProcedureCode};
use crate::reference::{self, Entry, Table, code};

/// The form of the album in which goods are declared, whichever way they go: the declaration of
/// goods, ДТ.
pub const MAIN_MODE: &str = "1006107E";

/// Where it is filed, by whom, for what. Names and the vendor's numbers are looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// What people call it.
    pub name: Line,
    /// Which way the goods go.
    pub declaration_type: DeclarationType,
    /// The procedure; it must be one of the type's.
    pub procedure: ProcedureCode,
    /// A feature of the declaration, by the vendor's number.
    #[serde(default)]
    pub singularity: Option<i32>,
    /// Where it is filed.
    pub office: OfficeCode,
    /// Who declares: one of the tenant's own organizations at the vendor.
    #[schemars(with = "String")]
    pub organization: Uuid,
    /// Who signs: one of its employees at the vendor.
    #[schemars(with = "String")]
    pub employee: Uuid,
    /// The form; it follows from the rest, and what is said here must be the same (decision C22).
    #[serde(default)]
    pub document_mode: Option<DocumentMode>,
    /// The vendor's internal code of the form; the same holds.
    #[serde(default)]
    pub gf_code: Option<Line>,
    /// What it is declared for: the id or number of a shipment.
    #[serde(default)]
    pub shipment: Option<Line>,
}

impl Heading {
    /// What must be looked up.
    pub fn wants(&self, facts: &Facts) -> Vec<Want> {
        let codes = self.codes();
        let codes: Vec<(Table, &str)> = codes.iter().map(|(table, code)| (*table, code.as_str())).collect();
        let templates = Want::Rows(reference::entries(Table::Templates, MAIN_MODE));
        reference::wants(facts, &codes).into_iter().chain([templates]).collect()
    }

    fn codes(&self) -> Vec<(Table, String)> {
        let singularity = self.singularity.map(|number| (Table::Singularities, code::singularity(self.declaration_type, number)));
        let fixed = [
            (Table::DeclarationTypes, self.declaration_type.name().to_owned()),
            (Table::Procedures, code::procedure(self.declaration_type, &self.procedure)),
            (Table::CustomsOffices, self.office.to_string()),
            (Table::OwnOrganizations, self.organization.to_string()),
            (Table::Employees, code::employee(self.organization, self.employee)),
            (Table::FormDefinitions, MAIN_MODE.to_owned()),
        ];
        fixed.into_iter().chain(singularity).collect()
    }

    /// The whole heading, checked against what is in force on a day (decisions C21, C22, C45).
    ///
    /// # Errors
    /// A code that is not in force, an organization or employee that is not the tenant's, or a
    /// form that is not the one that follows.
    pub fn complete(&self, facts: &Facts, day: Day) -> Result<Header, Refusal> {
        let in_force = |table, code: &str| reference::read_on(facts, table, code, day);
        let kind = in_force(Table::DeclarationTypes, self.declaration_type.name()).ok_or(Refusal::UnknownType)?;
        if kind.declaration_type().is_none() {
            return Err(Refusal::UnknownType);
        }
        let procedure = in_force(Table::Procedures, &code::procedure(self.declaration_type, &self.procedure));
        let procedure = procedure.ok_or(Refusal::UnknownProcedure)?;
        let office = in_force(Table::CustomsOffices, self.office.as_str()).ok_or(Refusal::UnknownOffice)?;
        let organization = in_force(Table::OwnOrganizations, &self.organization.to_string()).ok_or(Refusal::UnknownOrganization)?;
        let employee = in_force(Table::Employees, &code::employee(self.organization, self.employee)).ok_or(Refusal::UnknownEmployee)?;
        let vendor = |id: Option<i32>| id.map(i64::from);
        Ok(Header {
            name: self.name.clone(),
            declaration_type: self.declaration_type,
            procedure: Named {
                code: self.procedure.clone(),
                vendor_id: vendor(procedure.procedure().and_then(|found| found.vendor_id)),
                name: procedure.name,
            },
            singularity: self.singularity(facts, day)?,
            office: Named {
                code: self.office.clone(),
                vendor_id: vendor(office.office().and_then(|found| found.vendor_id)),
                name: office.name,
            },
            organization: Declarant {
                id: self.organization,
                inn: organization.own_organization().and_then(|found| found.inn.clone()),
                name: organization.name,
            },
            employee: Employee { id: self.employee, name: employee.name },
            template: self.template(facts, day)?,
            shipment: self.shipment.clone().map(|external| ShipmentRef { external }),
            type_vendor_id: vendor(kind.declaration_type().and_then(|found| found.vendor_id)),
            references: reference::read_versions(facts),
        })
    }

    fn singularity(&self, facts: &Facts, day: Day) -> Result<Option<Named<i32>>, Refusal> {
        let Some(number) = self.singularity else { return Ok(None) };
        let found = reference::read_on(facts, Table::Singularities, &code::singularity(self.declaration_type, number), day);
        let found = found.ok_or(Refusal::UnknownSingularity)?;
        Ok(Some(Named { code: number, name: found.name, vendor_id: Some(i64::from(number)) }))
    }

    fn template(&self, facts: &Facts, day: Day) -> Result<Template, Refusal> {
        let entries = reference::read_entries(facts, Table::Templates, MAIN_MODE);
        let in_force = |entry: &&Entry| entry.valid_on(day);
        let found = entries.iter().filter(in_force).find_map(Entry::template).ok_or(Refusal::NoTemplate)?;
        let definition = reference::read_on(facts, Table::FormDefinitions, MAIN_MODE, day);
        let body_sha256 = definition.as_ref().and_then(Entry::form_definition).map(|form| form.body_sha256.to_string());
        let same = self.document_mode.as_ref().is_none_or(|mode| *mode == found.mode)
            && self.gf_code.as_ref().is_none_or(|gf| Some(gf) == found.gf.as_ref());
        if !same {
            return Err(Refusal::TemplateDiffers);
        }
        Ok(Template { gf: found.gf.clone(), mode: found.mode.clone(), body_sha256 })
    }
}
