//! Looks a Russian organization up by its taxpayer number, while somebody fills a form.

use kernel::identifier::Inn;
use kernel::reaction::read_answer;
use kernel::{Context, Lookup, LookupSpec, Malformed, Route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::vendor::{self, Read};
use super::{Field, KEEPERS, PersonalData, Profile};
use crate::code::VendorOrganizationId;
use crate::outside::kontur::{Answer, CONNECTOR, Request};

/// Looks a Russian organization up by its taxpayer number. The vendor answers from its directory, or from
/// the state register, and then adds it to its directory. Nothing is recorded here.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookUpOrganization {
    /// The taxpayer number, 10 or 12 digits.
    pub inn: Inn,
}

/// What was found: what the form for a new organization is filled with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FoundOrganization {
    /// What is known of it; nothing, when the record lacks what its kind must have.
    pub profile: Option<Profile>,
    /// Personal data, of an entrepreneur.
    pub personal: PersonalData,
    /// Its id in the vendor's directory.
    pub vendor_id: Option<VendorOrganizationId>,
    /// Fields that are filled with something that cannot be, and count as empty.
    pub unreadable: Vec<Field>,
    /// Why there is no profile: the vendor's name of a field, and what is wrong.
    pub problem: Option<String>,
}

impl Lookup for LookUpOrganization {
    type Answer = FoundOrganization;
    const SPEC: LookupSpec = LookupSpec {
        name: "customs.look-up-organization",
        route: Route::get("/customs/organizations/by-inn"),
        roles: KEEPERS,
        connector: CONNECTOR,
        summary: "Looks a Russian organization up by its taxpayer number.",
    };

    fn request(&self, _: &Context) -> Result<Value, Malformed> {
        let request = Request::OrganizationByInn { inn: self.inn.clone() };
        serde_json::to_value(request).map_err(|error| Malformed::new("inn", error.to_string()))
    }

    fn answer(&self, answer: Value) -> Result<FoundOrganization, Malformed> {
        let Answer::OrganizationByInn { organization } = read_answer(&answer)? else {
            return Err(Malformed::new("answer", "expected an organization"));
        };
        let vendor_id = organization.id;
        Ok(match vendor::read(&organization) {
            Ok(Read { profile, personal, vendor_id, unreadable }) => {
                FoundOrganization { profile: Some(profile), personal, vendor_id, unreadable, problem: None }
            }
            Err(unreadable) => FoundOrganization {
                profile: None,
                personal: PersonalData::default(),
                vendor_id,
                unreadable: Vec::new(),
                problem: Some(unreadable.to_string()),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use testkit::context;

    use super::*;
    use crate::samples::organizations::{legal, legal_created, literal, organization};

    #[test]
    fn a_number_finds_what_the_form_is_filled_with() {
        let lookup = LookUpOrganization { inn: literal("9812345679") };
        assert_eq!(lookup.request(&context()).unwrap(), json!({ "request": "organization-by-inn", "inn": "9812345679" }));
        let organization = Box::new(vendor::request(&organization([legal_created()]), None));
        let answer = serde_json::to_value(Answer::OrganizationByInn { organization: organization.clone() }).unwrap();
        assert_eq!(lookup.answer(answer).unwrap().profile, Some(legal()));
        let mut without = organization;
        without.entity.ogrn = None;
        let answer = serde_json::to_value(Answer::OrganizationByInn { organization: without }).unwrap();
        let found = lookup.answer(answer).unwrap();
        assert_eq!((found.profile, found.problem.as_deref()), (None, Some("ogrn: missing")));
        assert!(lookup.answer(json!({ "answer": "set-party" })).is_err());
    }
}
