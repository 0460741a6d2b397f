//! One place that turns a wire name into the names that AWS knows.

use kernel::Catalogue;

use super::function;

/// First in every name of one deployment.
pub const PREFIX: &str = "entrepot-${Stage}-";
/// Longest stage; the parameter's pattern allows no longer one.
pub const STAGE_CHARACTERS_MAX: usize = 7;
/// Ends the name of a consumer's dead-letter queue; the function that parks dead letters
/// reads the consumer from it.
pub const DEAD_LETTERS: &str = "-dead-letters";
/// Longest name of a function.
const FUNCTION_CHARACTERS_MAX: usize = 64;
/// Longest name of a queue.
const QUEUE_CHARACTERS_MAX: usize = 80;

/// The logical id: `orders.cancel-order` is `CancelOrder` in the stack of orders.
pub fn logical(name: &str) -> String {
    let own = name.split_once('.').map_or(name, |(_, own)| own);
    camel(own)
}

/// `dead-letters` as `DeadLetters`.
pub fn camel(text: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    };
    text.split('-').map(capital).collect()
}

/// The name in AWS, before the prefix: a function's and its queue's name have no points.
pub fn plain(name: &str) -> String {
    name.replace('.', "-")
}

/// The name of a function or queue, for `!Sub`.
pub fn prefixed(name: &str) -> String {
    format!("{PREFIX}{}", plain(name))
}

/// Names that AWS would refuse.
pub fn problems(catalogue: &Catalogue) -> Vec<String> {
    let prefix = PREFIX.replace("${Stage}", "").len() + STAGE_CHARACTERS_MAX;
    let functions = function::names(catalogue);
    let functions = functions.iter().map(|name| (name.clone(), prefix + name.len(), FUNCTION_CHARACTERS_MAX));
    let consumers = catalogue.views.iter().map(|view| view.spec().name).chain(catalogue.reactions.iter().map(|one| one.spec().name));
    let consumers = consumers.chain(catalogue.listeners.iter().map(|one| one.spec().name));
    let queues = consumers.map(|name| (format!("{name}{DEAD_LETTERS}"), prefix + name.len() + DEAD_LETTERS.len(), QUEUE_CHARACTERS_MAX));
    functions
        .chain(queues)
        .filter(|(_, found, most)| found > most)
        .map(|(name, found, most)| format!("{name} makes a name of {found} characters; the most is {most}"))
        .collect()
}
