//! What customs is paid: duty, tax and fee.
