//! The same users in SQLite: what lists show in columns, an index on the name, the whole user as
//! JSON.

use std::path::{Path, PathBuf};

use proofup::domain::directory::fold;
use proofup::domain::user::User;
use rusqlite::{Connection, params};

pub struct Database {
    pub path: PathBuf,
}

impl Database {
    pub fn of(dir: &Path, users: impl Iterator<Item = User>) -> Self {
        let path = dir.join("users.sqlite");
        let mut connection = open(&path);
        connection
            .execute_batch(
                "CREATE TABLE users (id TEXT PRIMARY KEY, folded TEXT, name TEXT, upn TEXT,
                 blocked INTEGER, mfa TEXT, whole TEXT);",
            )
            .unwrap();
        let filling = connection.transaction().unwrap();
        {
            let mut insert = filling
                .prepare("INSERT INTO users VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
                .unwrap();
            for user in users {
                let whole = serde_json::to_string(&user).unwrap();
                let mfa = user.mfa.label();
                insert
                    .execute(params![
                        user.id.to_string(),
                        fold(&user.name),
                        user.name,
                        user.upn,
                        user.blocked,
                        mfa,
                        whole
                    ])
                    .unwrap();
            }
        }
        filling.commit().unwrap();
        connection
            .execute_batch(
                "CREATE INDEX by_name ON users (folded, upn); PRAGMA wal_checkpoint(TRUNCATE);",
            )
            .unwrap();
        Self { path }
    }

    pub fn open(&self) -> Connection {
        open(&self.path)
    }

    pub fn len(&self) -> u64 {
        std::fs::metadata(&self.path).unwrap().len()
    }

    /// Opens it and reads the first 40 by name.
    pub fn first_screen(&self) -> Vec<[String; 3]> {
        let connection = self.open();
        let mut query = connection
            .prepare("SELECT name, upn, mfa FROM users ORDER BY folded, upn LIMIT 40")
            .unwrap();
        let rows = query.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]));
        rows.unwrap().map(Result::unwrap).collect()
    }

    /// Opens it and reads everybody into the same structures.
    pub fn everybody(&self) -> Vec<User> {
        let connection = self.open();
        let mut query = connection.prepare("SELECT whole FROM users").unwrap();
        let rows = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.map(|row| serde_json::from_str(&row.unwrap()).unwrap())
            .collect()
    }
}

fn open(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        .unwrap();
    connection
}

/// Changes these users in one transaction.
pub fn block<'a>(
    connection: &mut Connection,
    ids: impl Iterator<Item = &'a String>,
    blocked: bool,
) {
    let change = connection.transaction().unwrap();
    {
        let mut update = change
            .prepare_cached("UPDATE users SET blocked = ?2 WHERE id = ?1")
            .unwrap();
        for id in ids {
            update.execute(params![id, blocked]).unwrap();
        }
    }
    change.commit().unwrap();
}
