//! Forms that become one command.
