//! Keys of the one table. The tenant comes first in every key, and no key can be made
//! without one.
//!
//! Parts that come from data are escaped where another part follows, so that no part can
//! contain a separator; what comes last is kept as it is. Two different things never share
//! a key: the number of separators and the tag in the third place tell them apart.

use std::borrow::Cow;
use std::str::FromStr;

use kernel::command::Claim;
use kernel::{StreamKey, TenantId, Version};
use runtime::Fault;
use runtime::ports::Generation;
use runtime::push::ConnectionId;

/// Between the parts of a key.
const SEPARATOR: char = '#';
/// Marks an escaped character.
const ESCAPE: char = '%';
/// Between the name of a view or of a projection and its generation.
const GENERATION_MARK: char = '~';
/// First in every key of a tenant's data.
const TENANT_TAG: &str = "T";
/// Digits of a version in a sort key: they sort as text as they do as numbers.
const VERSION_DIGITS: usize = 10;
/// The last version that has so many digits. A stream that gets a commit every
/// second reaches it after three centuries.
pub const VERSION_MAX: Version = 9_999_999_999;

/// The partition that holds the list of tenants. Begins with another tag than tenants' data.
pub const TENANTS_PARTITION: &str = "TENANTS";
/// Sort key of a guard.
pub const GUARD_SORT: &str = "U";
/// Sort key of a projection's position.
pub const POSITION_SORT: &str = "P";
/// Sort key of a subject's key.
pub const SUBJECT_KEY_SORT: &str = "K";
/// Sort key of the item that says which generation of a view serves.
pub const GENERATIONS_SORT: &str = "G";
/// Sort key of a ticket.
pub const TICKET_SORT: &str = "T";
/// Sort key of the item that says whose a connection is.
pub const CONNECTION_SORT: &str = "W";
/// First in the key of a connection whose tenant is not known yet. Another tag than tenants' data
/// has: behind it is only the tenant's name.
const CONNECTION_TAG: &str = "CONNECTION";
/// Stands for an empty sort key, which DynamoDB does not accept; sorts before all others.
const EMPTY_SORT: &str = "\u{1}";

/// Replaces the separator, and the mark that does so.
fn escape(part: &str) -> Cow<'_, str> {
    if !part.contains([SEPARATOR, ESCAPE]) {
        return Cow::Borrowed(part);
    }
    Cow::Owned(part.replace(ESCAPE, "%25").replace(SEPARATOR, "%23"))
}

fn unescape(part: &str) -> String {
    part.replace("%23", "#").replace("%25", "%")
}

/// Partition of a stream's commits and snapshots.
pub fn stream(tenant: &TenantId, stream: &StreamKey) -> String {
    format!("{TENANT_TAG}#{tenant}#{}#{}", escape(&stream.kind), escape(&stream.id))
}

/// Sort key of a commit.
pub fn commit(version: Version) -> String {
    format!("{version:0VERSION_DIGITS$}#C")
}

/// Sort key of a snapshot: right after the commit that it includes.
pub fn snapshot(version: Version) -> String {
    format!("{version:0VERSION_DIGITS$}#S")
}

/// Partition, in index 1, of the first commits of all streams of a kind.
pub fn streams_of(tenant: &TenantId, kind: &str) -> String {
    format!("{TENANT_TAG}#{tenant}#STREAMS#{}", escape(kind))
}

/// Partition of a guard.
pub fn guard(tenant: &TenantId, claim: &Claim) -> String {
    format!("{TENANT_TAG}#{tenant}#UNIQUE#{}#{}", escape(&claim.scope), claim.value)
}

/// A name with its generation. The first generation has the name alone.
fn built(name: &str, generation: Generation) -> String {
    let name = escape(name).replace(GENERATION_MARK, "%7E");
    if generation == 0 { name } else { format!("{name}{GENERATION_MARK}{generation}") }
}

/// What the partitions of one generation of a view begin with, in the table and in both indexes.
pub fn view_prefix(tenant: &TenantId, view: &str, generation: Generation) -> String {
    format!("{TENANT_TAG}#{tenant}#VIEW#{}#", built(view, generation))
}

/// Partition of the item that says which generation of a view serves.
pub fn generations(tenant: &TenantId, view: &str) -> String {
    // Ends with a separator, because a stream's key has one less.
    format!("{TENANT_TAG}#{tenant}#VIEWGEN#{}#", escape(view))
}

/// Partition of the key of a subject.
///
/// The mark before the subject sets it apart from every tag and every context's name, so that no
/// right to other keys, which are patterns, includes this one.
pub fn subject_key(tenant: &TenantId, subject: &str) -> String {
    // Ends with a separator, because a stream's key has one less.
    format!("{TENANT_TAG}#{tenant}#KEY#={}#", escape(subject))
}

/// Partition of a projection's position in one stream, for one generation of its view.
pub fn position(tenant: &TenantId, projection: &str, generation: Generation, stream: &StreamKey) -> String {
    format!("{TENANT_TAG}#{tenant}#POS#{}#{}#{}", built(projection, generation), escape(&stream.kind), escape(&stream.id))
}

/// Partition of a ticket.
pub fn ticket(tenant: &TenantId, secret_hash: &str) -> String {
    format!("{TENANT_TAG}#{tenant}#PUSH#TICKET#{secret_hash}")
}

/// Partition of the open connections of a tenant.
pub fn connections(tenant: &TenantId) -> String {
    // Ends with a separator, because a stream's key has one less.
    format!("{TENANT_TAG}#{tenant}#PUSH#CONNECTIONS#")
}

/// Partition of the item that says whose a connection is.
pub fn connection(id: &ConnectionId) -> String {
    format!("{CONNECTION_TAG}#{id}")
}

/// How a stream is written as the owner of a guard.
pub fn owner(stream: &StreamKey) -> String {
    format!("{}#{}", escape(&stream.kind), stream.id)
}

/// The stream that [`owner`] wrote.
pub fn parse_owner(owner: &str) -> Option<StreamKey> {
    let (kind, id) = owner.split_once(SEPARATOR)?;
    Some(StreamKey { kind: unescape(kind), id: id.to_owned() })
}

/// A row's sort key, as stored.
///
/// # Errors
/// Lasting, when it begins with a control character: those are kept for the empty key.
pub(crate) fn sort(sort: &str) -> Result<String, Fault> {
    match sort.chars().next() {
        None => Ok(EMPTY_SORT.to_owned()),
        Some(first) if first < ' ' => Err(Fault::lasting("a row's sort key begins with a control character")),
        Some(_) => Ok(sort.to_owned()),
    }
}

/// The sort key that [`sort`] wrote.
pub(crate) fn parse_sort(stored: &str) -> String {
    if stored == EMPTY_SORT { String::new() } else { stored.to_owned() }
}

/// What an item beside a stream's partition key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StreamItem {
    /// A commit of this version.
    Commit(Version),
    /// A snapshot that includes this version.
    Snapshot(Version),
}

impl StreamItem {
    /// Reads a sort key.
    pub(crate) fn parse(sort: &str) -> Option<Self> {
        let (version, tag) = sort.split_once(SEPARATOR)?;
        let digits = version.len() == VERSION_DIGITS && version.bytes().all(|byte| byte.is_ascii_digit());
        let version = version.parse().ok().filter(|_| digits)?;
        match tag {
            "C" => Some(Self::Commit(version)),
            "S" => Some(Self::Snapshot(version)),
            _ => None,
        }
    }
}

/// Where a commit stands: read from the keys of its item, as the table's stream delivers them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitKey {
    /// Whose data.
    pub tenant: TenantId,
    /// Which stream.
    pub stream: StreamKey,
    /// The commit's version.
    pub version: Version,
}

impl CommitKey {
    /// Reads the keys of an item; `None` when the item is no commit.
    pub fn parse(partition: &str, sort: &str) -> Option<Self> {
        let mut parts = partition.split(SEPARATOR);
        let (tag, tenant, kind, id) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if tag != TENANT_TAG || parts.next().is_some() {
            return None;
        }
        let StreamItem::Commit(version) = StreamItem::parse(sort)? else { return None };
        let stream = StreamKey { kind: unescape(kind), id: unescape(id) };
        Some(Self { tenant: TenantId::from_str(tenant).ok()?, stream, version })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tenant() -> impl Strategy<Value = TenantId> {
        "[a-z]{2,3}".prop_map(|text| text.parse().unwrap())
    }

    // Hostile on purpose: separators, escapes and the tags themselves.
    fn part() -> impl Strategy<Value = String> {
        prop_oneof!["[#%23a~]{0,4}", "UNIQUE|VIEW|VIEWGEN|POS|STREAMS|PUSH|TICKET|CONNECTIONS|KEY"]
    }

    /// Everything that has a partition of its own.
    #[derive(Debug, Clone, PartialEq)]
    enum Thing {
        Stream(String, String),
        Streams(String),
        Guard(String, String),
        View(String, Generation, String),
        Generations(String),
        Position(String, Generation, String, String),
        SubjectKey(String),
        Ticket(String),
        Connections,
    }

    fn thing() -> impl Strategy<Value = Thing> {
        prop_oneof![
            (part(), part()).prop_map(|(kind, id)| Thing::Stream(kind, id)),
            part().prop_map(Thing::Streams),
            (part(), part()).prop_map(|(scope, value)| Thing::Guard(scope, value)),
            (part(), 0..4_u32, part()).prop_map(|(view, generation, partition)| Thing::View(view, generation, partition)),
            part().prop_map(Thing::Generations),
            part().prop_map(Thing::SubjectKey),
            (part(), 0..4_u32, part(), part()).prop_map(|(name, generation, kind, id)| Thing::Position(name, generation, kind, id)),
            part().prop_map(Thing::Ticket),
            Just(Thing::Connections),
        ]
    }

    fn key(tenant: &TenantId, thing: &Thing) -> String {
        let named = |kind: &String, id: &String| StreamKey { kind: kind.clone(), id: id.clone() };
        match thing {
            Thing::Stream(kind, id) => stream(tenant, &named(kind, id)),
            // In index 1, where no stream's own partition is; the index's name keeps them apart.
            Thing::Streams(kind) => format!("index 1: {}", streams_of(tenant, kind)),
            Thing::Guard(scope, value) => guard(tenant, &Claim { scope: scope.clone(), value: value.clone() }),
            Thing::View(view, generation, partition) => format!("{}{partition}", view_prefix(tenant, view, *generation)),
            Thing::SubjectKey(subject) => subject_key(tenant, subject),
            Thing::Generations(view) => generations(tenant, view),
            Thing::Position(name, generation, kind, id) => position(tenant, name, *generation, &named(kind, id)),
            Thing::Ticket(hash) => ticket(tenant, hash),
            Thing::Connections => connections(tenant),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_096))]

        #[test]
        fn different_things_never_share_a_key(a in (tenant(), thing()), b in (tenant(), thing())) {
            prop_assert_eq!(key(&a.0, &a.1) == key(&b.0, &b.1), a == b);
            let prefix = format!("T#{}#", a.0);
            prop_assert!(key(&a.0, &a.1).trim_start_matches("index 1: ").starts_with(&prefix));
        }

        #[test]
        fn streams_in_index_1_never_share_a_partition_with_a_view(tenant in tenant(), kind in part(), view in part(), generation in 0..4_u32, partition in part()) {
            prop_assert_ne!(streams_of(&tenant, &kind), format!("{}{partition}", view_prefix(&tenant, &view, generation)));
        }

        #[test]
        fn a_commit_is_recognised_and_nothing_else_is(tenant in tenant(), thing in thing(), version in 1..=VERSION_MAX) {
            let found = CommitKey::parse(&key(&tenant, &thing), &commit(version));
            let expected = match &thing {
                Thing::Stream(kind, id) => Some(StreamKey { kind: kind.clone(), id: id.clone() }),
                Thing::Streams(_)
                | Thing::Guard(..)
                | Thing::View(..)
                | Thing::Generations(_)
                | Thing::Position(..)
                | Thing::Ticket(_)
                | Thing::Connections
                | Thing::SubjectKey(_) => None,
            };
            prop_assert_eq!(found.map(|found| found.stream), expected);
            prop_assert_eq!(CommitKey::parse(&key(&tenant, &thing), &snapshot(version)), None);
        }

        #[test]
        fn owners_are_read_back(kind in part(), id in part()) {
            let stream = StreamKey { kind, id };
            prop_assert_eq!(parse_owner(&owner(&stream)), Some(stream));
        }

        #[test]
        fn versions_sort_as_numbers_and_a_snapshot_right_after_its_commit(a in 1..=VERSION_MAX, b in 1..=VERSION_MAX) {
            prop_assert_eq!(a.cmp(&b), commit(a).cmp(&commit(b)));
            prop_assert!(commit(a) < snapshot(a));
            prop_assert!(a >= b || snapshot(a) < commit(b));
        }
    }

    #[test]
    fn the_first_generation_has_the_name_alone() {
        let (tenant, stream) = ("ab".parse().unwrap(), StreamKey { kind: "a.b".to_owned(), id: "x".to_owned() });
        assert_eq!(view_prefix(&tenant, "a.list", 0), "T#ab#VIEW#a.list#");
        assert_eq!(view_prefix(&tenant, "a.list", 12), "T#ab#VIEW#a.list~12#");
        assert_eq!(position(&tenant, "a.list-from-b", 0, &stream), "T#ab#POS#a.list-from-b#a.b#x");
        assert_eq!(position(&tenant, "a.list-from-b", 1, &stream), "T#ab#POS#a.list-from-b~1#a.b#x");
    }

    #[test]
    fn an_empty_sort_key_comes_first() {
        assert!(sort("").unwrap() < sort(" ").unwrap());
        assert_eq!(parse_sort(&sort("").unwrap()), "");
        assert!(sort("\u{1}").is_err());
    }
}
