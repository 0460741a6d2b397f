//! The functions that serve all contexts: the two readers of the table's stream, the one
//! that parks dead letters, and the one that rebuilds views.

use entrepot_aws::lambda::{PARK, REBUILD, RELAY, SNAPSHOTS};
use kernel::Catalogue;
use serde_json::{Value, json};

use super::consumer;
use super::function::Function;
use super::names::PREFIX;
use super::rights::Rights;
use super::stack::{Stack, attribute, reference, sub};
use super::{alarm, names};
use crate::contexts::PLATFORM;

/// Logical id of the function that parks.
pub const PARK_ID: &str = "ParkDeadLetters";
/// The reaction that sends to other consumers' queues.
pub const REDELIVER: &str = "platform.redeliver-on-redrive";

/// Seconds for a batch of the stream.
const TIMEOUT: u32 = 60;
/// Seconds for a rebuild: the most there is. One that takes longer goes on when it is called again.
const REBUILD_TIMEOUT: u32 = 900;
/// Tries before a record that fails alone is put aside.
const RETRIES: u32 = 8;
/// Seconds after which a record is put aside even so: it must not block its shard.
const RECORD_SECONDS_MAX: u32 = 3_600;
/// Milliseconds that the relay may lag behind.
const LAG_MS_MAX: u32 = 60_000;

/// Adds the readers of the stream and of the dead-letter queues.
pub fn readers(stack: &mut Stack, all: &[&'static Catalogue]) {
    // Large bodies are in S3, and the relay reads them to learn which events there are.
    let rights = stream_rights()
        .allow(&["events:PutEvents"], sub("arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/${BusName}"))
        .allow(&["s3:GetObject"], sub("arn:${AWS::Partition}:s3:::${BucketName}/t/*"));
    let mut relay = Function::new(RELAY, "Publishes commits from the table's stream on the bus.", TIMEOUT, rights);
    relay.variables.push(("BUS_NAME", reference("BusName")));
    let relay = reader(stack, &relay, 4);
    let lag = alarm::metric("AWS/Lambda", "IteratorAge", "FunctionName", &reference(&relay), "Maximum");
    alarm::single(stack, "RelayLag", "Commits wait for more than a minute to be published.", &lag, LAG_MS_MAX);

    let rights = all.iter().fold(stream_rights(), |rights, catalogue| rights.writes_snapshots(catalogue.context));
    let snapshots = Function::new(SNAPSHOTS, "Writes snapshots of streams that have grown.", TIMEOUT, rights);
    let snapshots = reader(stack, &snapshots, 2);

    let receive = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
    let queues = queue_arn(&format!("*{}", names::DEAD_LETTERS));
    let rights = Rights::default().settings().reads_streams(PLATFORM).writes_stream("platform.dead-letter").allow(&receive, queues);
    let park = Function::new(PARK, "Parks what consumers gave up on, for a person to see.", consumer::TIMEOUT, rights).add(stack);
    let rights = all.iter().fold(Rights::default().settings(), |rights, catalogue| rights.reads_streams(catalogue.context)).rebuilds();
    let summary = "Rebuilds a view of a tenant while the old rows serve: {\"tenant\": …, \"view\": …}.";
    let rebuild = Function::new(REBUILD, summary, REBUILD_TIMEOUT, rights).add(stack);
    stack.output("ParkFunction", "The function that parks dead letters.", attribute(&park, "Arn"));
    let parked = alarm::metric("AWS/Lambda", "Invocations", "FunctionName", &reference(&park), "Sum");
    alarm::single(stack, "Parked", "A consumer gave up on an event: look at the dead letters.", &parked, 0);
    alarm::errors(stack, "Readers", &[relay, snapshots, park, rebuild]);
}

fn stream_rights() -> Rights {
    let read = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"];
    // Records that fail for good are kept whole.
    Rights::default()
        .allow(&read, reference("StreamArn"))
        .allow(&["s3:PutObject"], sub("arn:${AWS::Partition}:s3:::${FailedRecordsBucketName}/*"))
        .allow(&["s3:ListBucket"], sub("arn:${AWS::Partition}:s3:::${FailedRecordsBucketName}"))
}

fn reader(stack: &mut Stack, function: &Function, parallel: u32) -> String {
    let id = function.add(stack);
    // Only commits: views, positions, guards and snapshots do not wake anybody.
    let commits = json!({ "eventName": ["INSERT"], "dynamodb": { "Keys": { "sk": { "S": [{ "suffix": "#C" }] } } } });
    stack.add(
        format!("{id}Mapping"),
        "AWS::Lambda::EventSourceMapping",
        json!({
            "EventSourceArn": reference("StreamArn"),
            "FunctionName": reference(&id),
            "StartingPosition": "TRIM_HORIZON",
            "BatchSize": 100,
            "ParallelizationFactor": parallel,
            "FilterCriteria": { "Filters": [{ "Pattern": commits.to_string() }] },
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "BisectBatchOnFunctionError": true,
            "MaximumRetryAttempts": RETRIES,
            "MaximumRecordAgeInSeconds": RECORD_SECONDS_MAX,
            "DestinationConfig": { "OnFailure": { "Destination": sub("arn:${AWS::Partition}:s3:::${FailedRecordsBucketName}") } },
        }),
    );
    id
}

/// With the right to send to every consumer's queue.
pub fn redelivers(rights: Rights) -> Rights {
    rights.allow(&["sqs:GetQueueUrl", "sqs:SendMessage"], queue_arn("*"))
}

/// By which a consumer's queue is found.
pub fn queue_prefix() -> (&'static str, Value) {
    ("QUEUE_PREFIX", sub(PREFIX))
}

fn queue_arn(suffix: &str) -> Value {
    sub(format!("arn:${{AWS::Partition}}:sqs:${{AWS::Region}}:${{AWS::AccountId}}:{PREFIX}{suffix}"))
}
