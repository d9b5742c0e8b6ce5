//! The team's desk: what the administrator sees of this server.

use madang_web::Routes;

/// The routes of the desk.
pub(crate) fn routes() -> Routes {
    Routes::new()
}
