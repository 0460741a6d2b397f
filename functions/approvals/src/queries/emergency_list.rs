//! Lists emergency approvals, the newest first; of a manager, those with an open incident, or all.

use kernel::{Answer, Context, Facts, Query, QuerySpec, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use kernel::Line;
use kernel::view::{PageLimit, RowQuery};

use super::ListPage;
use crate::emergency::EmergencyRefusal;
use crate::views::emergency_list::{self, EmergencyItem};

/// Lists emergency approvals, the newest first; of a manager, those with an open incident, or all.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListEmergencies {
    /// Only this manager’s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<Line>,
    /// Only those with an open incident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incidents: Option<OnlyIncidents>,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A query parameter that is there or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OnlyIncidents {
    /// Open ones.
    Open,
}

impl ListEmergencies {
    /// A manager without another role sees their own.
    fn rows(&self, context: &Context) -> RowQuery {
        let leads = context.actor.has_any(&[Role::TeamLead, Role::Accountant, Role::Approver, Role::Administrator, Role::System]);
        let rows = match (&self.manager, self.incidents) {
            (_, _) if !leads => emergency_list::of_manager(&context.actor.id),
            (_, Some(OnlyIncidents::Open)) => emergency_list::incidents(),
            (Some(manager), None) => emergency_list::of_manager(manager.as_str()),
            (None, None) => emergency_list::all(),
        };
        rows.limit(PageLimit::or_default(self.limit)).after(self.cursor.clone())
    }
}

impl Query for ListEmergencies {
    type Answer = ListPage<EmergencyItem>;
    type Refusal = EmergencyRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "approvals.list-emergencies",
        route: Route::get("/approvals/emergencies"),
        roles: &[Role::Manager, Role::TeamLead, Role::Accountant, Role::Approver, Role::Administrator],
        summary: "Lists emergency approvals.",
    };

    fn wants(&self, _: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(self.rows(context))]
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, EmergencyRefusal> {
        Ok(Answer::of(ListPage::read(facts.page(&self.rows(context)))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emergency::{EmergencyApproval, EmergencyEvent};
    use crate::queries::emergency_get::GetEmergency;
    use crate::queries::tests::{World, ask, ask_as};
    use crate::samples::emergencies::{id, recorded};
    use crate::views::emergency_list::EmergencyListFromEmergency;
    use crate::views::tests::rows;
    use testkit::decision::person;

    #[test]
    fn p113_the_register_tells_open_incidents() {
        let events = [EmergencyEvent::Recorded(Box::new(recorded())), EmergencyEvent::IncidentOpened { in_quarter: 1 }];
        let world = World::of(rows::<EmergencyListFromEmergency>(id(), &[events[..1].to_vec(), events[1..].to_vec()]));
        let of = |query: ListEmergencies| ask(&query, &world).unwrap().body.items.len();
        assert_eq!(of(ListEmergencies { incidents: Some(OnlyIncidents::Open), ..ListEmergencies::default() }), 1);
        assert_eq!(
            (of(ListEmergencies::default()), of(ListEmergencies { manager: Line::new("other").ok(), ..ListEmergencies::default() })),
            (1, 0)
        );
        let own = |who| ask_as(person(who, Role::Manager), &ListEmergencies::default(), &world).unwrap().body.items.len();
        assert_eq!((own("manager"), own("manager-2")), (1, 0));
        let page = ask(&GetEmergency { emergency_id: id() }, &world.with::<EmergencyApproval>(id(), &events)).unwrap().body;
        assert!(page.incident);
        assert!(ask(&GetEmergency { emergency_id: id() }, &World::default()).is_err());
    }
}
