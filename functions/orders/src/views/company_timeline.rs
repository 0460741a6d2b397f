//! What happens to a company, on its timeline.

use kernel::{Change, Step, Texts, View, ViewSpec};

use super::timeline::{self, Told};
use crate::company::{Company, CompanyEvent};

/// Tells what happened to a company.
pub struct TimelineFromCompany;

impl View for TimelineFromCompany {
    type Aggregate = Company;
    const SPEC: ViewSpec =
        ViewSpec { name: "orders.timeline-from-company", view: timeline::VIEW, summary: "What happens to a company, on its timeline." };

    fn project(step: &Step<'_, Company>) -> Vec<Change> {
        let timelines = [timeline::of_company(step.id)];
        let entries = step.events.iter().enumerate().map(|(index, event)| timeline::entry(step, index, &timelines, tell(event)));
        entries.flatten().collect()
    }
}

fn tell(event: &CompanyEvent) -> Told {
    match event {
        CompanyEvent::Registered { profile, .. } => Told::system(
            Texts::new("Company registered", "Зареєстровано компанію", "Зарегистрирована компания"),
            Some(profile.name.to_string()),
        ),
        CompanyEvent::Revised { profile } => Told::system(
            Texts::new("Company data changed", "Дані компанії змінено", "Данные компании изменены"),
            Some(profile.name.to_string()),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;
    use crate::views::tests::project;

    #[test]
    fn a_company_has_a_timeline() {
        let steps = project::<TimelineFromCompany>(samples::company_id(), &[vec![samples::company_registered()]]);
        assert_eq!(steps[0][0].key().partition, timeline::of_company(samples::company_id()));
    }
}
