//! What happens to a client, on the timelines of the client and their company.

use kernel::{Change, Step, Texts, View, ViewSpec};

use super::timeline::{self, Told};
use crate::client::{Client, ClientEvent};

/// Tells what happened to a client.
pub struct TimelineFromClient;

impl View for TimelineFromClient {
    type Aggregate = Client;
    const SPEC: ViewSpec =
        ViewSpec { name: "orders.timeline-from-client", view: timeline::VIEW, summary: "What happens to a client, on timelines." };

    fn project(step: &Step<'_, Client>) -> Vec<Change> {
        let mut timelines = vec![timeline::of_client(step.id)];
        timelines.extend(step.after.profile.company.map(timeline::of_company));
        let entries = step.events.iter().enumerate().map(|(index, event)| timeline::entry(step, index, &timelines, tell(event)));
        entries.flatten().collect()
    }
}

fn tell(event: &ClientEvent) -> Told {
    match event {
        ClientEvent::Registered { profile, .. } => {
            Told::system(Texts::new("Client registered", "Зареєстровано клієнта", "Зарегистрирован клиент"), Some(profile.name.to_string()))
        }
        ClientEvent::Revised { profile } => Told::system(
            Texts::new("Client data changed", "Дані клієнта змінено", "Данные клиента изменены"),
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
    fn a_client_is_told_to_their_company_too() {
        let steps = project::<TimelineFromClient>(samples::client_id(), &[vec![samples::client_registered()]]);
        let partitions: Vec<String> = steps[0].iter().map(|change| change.key().partition.clone()).collect();
        assert_eq!(partitions, [timeline::of_client(samples::client_id()), timeline::of_company(samples::company_id())]);
    }
}
