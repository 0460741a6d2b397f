//! What listens to the bus: rule → queue with its dead-letter queue → function.

use kernel::Catalogue;
use kernel::listener::AnyListener;
use kernel::reaction::AnyReaction;
use kernel::view::AnyView;
use serde_json::{Value, json};

use super::function::Function;
use super::names::{DEAD_LETTERS, prefixed};
use super::stack::{Stack, attribute, reference};

/// Rules of one bus.
pub const RULES_MAX: usize = 300;
/// Seconds that a consumer may take for a batch.
pub const TIMEOUT: u32 = 60;
/// Messages of one batch.
const BATCH: u32 = 10;
/// Deliveries before a message is a dead letter.
const RECEIVES_MAX: u32 = 5;
/// AWS asks for six times the function's time-out.
const VISIBILITY_TIMES: u32 = 6;
/// Seconds that a dead letter is kept: two weeks, the most there is.
const DEAD_LETTER_SECONDS: u32 = 14 * 24 * 60 * 60;
/// Seconds that a message waits for its consumer.
const MESSAGE_SECONDS: u32 = 4 * 24 * 60 * 60;
/// Longest pattern that a rule takes.
const PATTERN_CHARACTERS_MAX: usize = 2_048;

/// A view follows all that happens to its aggregate, once a commit: the first event is the
/// hint, the rest of the commit is read from the store.
pub fn view_pattern(view: &dyn AnyView) -> Value {
    json!({
        "source": [entrepot_aws::bus::SOURCE],
        "detail-type": [{ "prefix": format!("evt.{}.", view.aggregate()) }],
        "detail": { "streamindex": [0] },
    })
}

/// A reaction names its events.
pub fn reaction_pattern(reaction: &dyn AnyReaction) -> Value {
    json!({ "source": [entrepot_aws::bus::SOURCE], "detail-type": reaction.bus_names() })
}

/// So does a listener, with those of another context.
pub fn listener_pattern(listener: &dyn AnyListener) -> Value {
    json!({ "source": [entrepot_aws::bus::SOURCE], "detail-type": listener.spec().on })
}

/// Patterns that no rule takes.
pub fn problems(catalogue: &Catalogue) -> Vec<String> {
    let patterns = catalogue.reactions.iter().map(|one| (one.spec().name, reaction_pattern(*one).to_string().len()));
    let listeners = catalogue.listeners.iter().map(|one| (one.spec().name, listener_pattern(*one).to_string().len()));
    let long = patterns.chain(listeners).filter(|(_, length)| *length > PATTERN_CHARACTERS_MAX);
    long.map(|(name, length)| format!("{name} listens with a pattern of {length} characters; the most is {PATTERN_CHARACTERS_MAX}"))
        .collect()
}

/// Adds a consumer; returns its function's logical id. `workers` bounds how many batches
/// are worked on at once.
pub fn add(stack: &mut Stack, mut function: Function, pattern: &Value, workers: u32, park: &Value) -> String {
    let id = function.id();
    let (queue, dead) = (format!("{id}Queue"), format!("{id}DeadLetters"));
    let receive = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
    function.rights = function.rights.allow(&receive, attribute(&queue, "Arn"));
    function.add(stack);
    queues(stack, &function, &queue, &dead);
    stack.add(
        format!("{id}Rule"),
        "AWS::Events::Rule",
        json!({
            "Description": function.summary,
            "EventBusName": reference("BusName"),
            "EventPattern": pattern,
            "Targets": [{ "Id": "queue", "Arn": attribute(&queue, "Arn"), "DeadLetterConfig": { "Arn": attribute(&dead, "Arn") } }],
        }),
    );
    stack.add(
        format!("{id}Mapping"),
        "AWS::Lambda::EventSourceMapping",
        json!({
            "EventSourceArn": attribute(&queue, "Arn"),
            "FunctionName": reference(&id),
            "BatchSize": BATCH,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "ScalingConfig": { "MaximumConcurrency": workers },
        }),
    );
    stack.add(
        format!("{id}Parking"),
        "AWS::Lambda::EventSourceMapping",
        json!({
            "EventSourceArn": attribute(&dead, "Arn"),
            "FunctionName": park,
            "BatchSize": BATCH,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "ScalingConfig": { "MaximumConcurrency": 2 },
        }),
    );
    id
}

fn queues(stack: &mut Stack, function: &Function, queue: &str, dead: &str) {
    let name = |suffix: &str| super::stack::sub(format!("{}{suffix}", prefixed(&function.name)));
    stack.add(
        dead,
        "AWS::SQS::Queue",
        json!({
            "QueueName": name(DEAD_LETTERS),
            "MessageRetentionPeriod": DEAD_LETTER_SECONDS,
            "SqsManagedSseEnabled": true,
            "VisibilityTimeout": TIMEOUT * VISIBILITY_TIMES,
        }),
    );
    stack.add(
        queue,
        "AWS::SQS::Queue",
        json!({
            "QueueName": name(""),
            "MessageRetentionPeriod": MESSAGE_SECONDS,
            "SqsManagedSseEnabled": true,
            "VisibilityTimeout": function.timeout * VISIBILITY_TIMES,
            "RedrivePolicy": { "deadLetterTargetArn": attribute(dead, "Arn"), "maxReceiveCount": RECEIVES_MAX },
        }),
    );
    let rule = format!("{}Rule", function.id());
    stack.add(
        format!("{queue}Policy"),
        "AWS::SQS::QueuePolicy",
        json!({
            "Queues": [reference(queue), reference(dead)],
            "PolicyDocument": { "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow",
                "Principal": { "Service": "events.amazonaws.com" },
                "Action": "sqs:SendMessage",
                "Resource": [attribute(queue, "Arn"), attribute(dead, "Arn")],
                "Condition": { "ArnEquals": { "aws:SourceArn": attribute(&rule, "Arn") } },
            }] },
        }),
    );
}
