//! Judges the matrix of approvals by an engine of decision tables (DMN) that knows nothing of it.
//! Everything is in the test; see the manifest for why this is a workspace of its own.
