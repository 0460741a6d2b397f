//! Files of declarations: XML and Excel, read and written.
