//! The local host: the same handlers and the same storage code as on AWS, in one process,
//! on embedded engines, with the outside systems simulated.

pub mod bus;
pub mod console_api;
pub mod demonstration;
pub mod engine;
pub mod host;
pub mod issuer;
pub mod personas;
pub mod schedules;
pub mod secrets;
pub mod server;
pub mod sockets;
