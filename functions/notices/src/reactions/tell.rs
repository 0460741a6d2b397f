//! Everybody who is told of news gets a notice, or one by each way.

use kernel::{Command, Effect, Line, Reaction, ReactionSpec, Trigger};

use crate::address::Way;
use crate::matter::{Matter, MatterEvent};
use crate::notice::send::SendNotice;
use crate::rules;
use crate::settings::NoticeSettings;

/// Sends a notice to everybody whom the matrix names.
pub struct TellPeopleOnNews;

impl Reaction for TellPeopleOnNews {
    type Aggregate = Matter;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "notices.tell-people-on-news",
        on: &["told.v1"],
        sends: &[SendNotice::SPEC.name],
        calls: &[],
        summary: "Sends a notice to everybody whom the matrix names.",
    };

    fn react(trigger: &Trigger<'_, Matter>) -> Vec<Effect> {
        let MatterEvent::Told(told) = trigger.event else { return Vec::new() };
        let news = &told.news;
        let day = news.at.day_in(trigger.context.settings.time_zone);
        let rule = rules::rule(news.kind, day, &NoticeSettings::of(&trigger.context.settings));
        let messages = rule.map(|rule| rule.row.by).unwrap_or_default();
        let send = |person: &Line, by: &Vec<Way>| {
            let notice = SendNotice {
                event: news.event.clone(),
                subject: told.subject.clone(),
                kind: news.kind,
                at: news.at,
                person: person.clone(),
                by: by.clone(),
                fields: news.knowledge.fields.clone(),
            };
            // Named after the notice, which is the same however often the news is heard.
            Effect::send(&notice, format!("notice/{}", notice.target(trigger.context)))
        };
        told.to.iter().flat_map(|person| messages.iter().map(move |by| send(person, by))).collect()
    }
}

#[cfg(test)]
mod tests {
    use testkit::context;

    use super::*;
    use crate::matter::Told;
    use crate::samples;

    fn react(told: Told) -> Vec<Effect> {
        let (context, state, event) = (context(), Matter::default(), MatterEvent::Told(told));
        let meta = context.meta("test");
        let id = Matter::id_of(&samples::subject());
        TellPeopleOnNews::react(&Trigger { id, version: 2, event: &event, meta: &meta, state: &state, context: &context })
    }

    #[test]
    fn everybody_gets_one_notice_however_often_the_news_is_heard() {
        let told = Told { to: vec![samples::line("ivanova"), samples::line("petrov")], ..samples::told() };
        let effects = react(told.clone());
        let [Effect::Send { command, body, key }, Effect::Send { key: other, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!((*command, &body["person"]), ("notices.send-notice", &serde_json::json!("ivanova")));
        assert_ne!(key, other);
        assert_eq!(react(told), effects);
    }

    #[test]
    fn where_the_matrix_names_both_ways_there_is_a_message_by_each() {
        let news = crate::matter::News { kind: crate::kind::Kind::ApprovalRequested, ..samples::news() };
        let effects = react(Told { news, ..samples::told() });
        let [Effect::Send { body: first, key, .. }, Effect::Send { body: second, key: other, .. }] = effects.as_slice() else {
            panic!("{effects:?}")
        };
        assert_eq!((&first["by"], &second["by"]), (&serde_json::json!(["telegram"]), &serde_json::json!(["email"])));
        assert_ne!(key, other);
    }
}
