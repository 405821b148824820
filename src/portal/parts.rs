//! What blades and dialogs are put together from. Parts draw what they are given and know nothing
//! of the model.

pub mod bars;
pub mod field;
pub mod forecast;
pub mod paint;
pub mod qr_code;
pub mod spark;
pub mod table;
