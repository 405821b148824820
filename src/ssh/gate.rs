//! Who may come in: slots for connections and logins, by address and by identity, and penalties for
//! addresses that fail. IPv6 addresses count by their /64, which one host has to itself.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::settings::Limits;

/// A penalty is felt once so much of it has come together; OpenSSH's own scale.
const FELT: Duration = Duration::from_secs(15);

/// No penalty lasts longer.
const LONGEST: Duration = Duration::from_secs(600);

/// So many addresses are remembered before those that matter no more are forgotten.
const REMEMBERED: usize = 4096;

/// Keeps count.
pub struct Gate {
    limits: Limits,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    waiting: usize,
    logins: usize,
    refused: u64,
    addresses: HashMap<IpAddr, Address>,
    identities: HashMap<String, usize>,
}

struct Address {
    waiting: usize,
    logins: usize,
    /// New connections that it has left.
    left: f64,
    counted: Instant,
    /// Until when it has penalties.
    penalty_until: Instant,
    /// Until when it feels them, once they were enough.
    shut_until: Instant,
}

/// Why a connection is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Too many are not logged in yet.
    Full,
    /// Too many of this address are not logged in yet.
    Address,
    /// Too many new connections from this address.
    Rate,
    /// The address has failed too often.
    Penalty,
}

/// What an address failed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// A wrong password, a key that is not listed.
    Login,
    /// As many wrong passwords as one connection may try.
    Passwords,
    /// It left without trying.
    NoLogin,
    /// It was not logged in in time.
    Grace,
}

/// Why a login is not let in: a sentence for its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TooMany {
    /// On the whole server.
    #[error("the server is full: {0} people are logged in, try again later")]
    Logins(usize),
    /// From one address.
    #[error("too many logins from your address: {0} at once, close one first")]
    Address(usize),
    /// By one identity.
    #[error("too many logins of yours: {0} at once, close one first")]
    Identity(usize),
}

/// A connection that is not logged in yet, until it is dropped.
pub struct Waiting(Arc<Gate>, IpAddr);

/// A login, until it is dropped.
pub struct Inside(Arc<Gate>, IpAddr, Option<String>);

impl Gate {
    /// With these limits.
    pub fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self {
            limits,
            state: Mutex::default(),
        })
    }

    /// Lets a connection from `ip` in. From half of the slots on some are refused by chance, the
    /// more the fuller it is, so that a flood cannot shut everybody else out; `chance` is from 0
    /// up to 1.
    pub fn connect(
        self: &Arc<Self>,
        ip: IpAddr,
        now: Instant,
        chance: f64,
    ) -> Result<Waiting, Refused> {
        let ip = block(ip);
        let mut state = self.state();
        let result = state.connect(&self.limits, ip, now, chance);
        if let Err(refused) = result {
            state.refused += 1;
            return Err(refused);
        }
        Ok(Waiting(Arc::clone(self), ip))
    }

    /// Lets a login from `ip` in; `None`: nobody knows who it is.
    pub fn log_in(
        self: &Arc<Self>,
        ip: IpAddr,
        identity: Option<&str>,
        now: Instant,
    ) -> Result<Inside, TooMany> {
        let ip = block(ip);
        let limits = &self.limits;
        let mut state = self.state();
        if state.logins >= limits.logins {
            return Err(TooMany::Logins(state.logins));
        }
        let here = state.address(ip, limits, now).logins;
        if here >= limits.logins_per_address {
            return Err(TooMany::Address(here));
        }
        if let Some(identity) = identity {
            let own = state.identities.entry(identity.to_owned()).or_default();
            if *own >= limits.logins_per_identity {
                return Err(TooMany::Identity(*own));
            }
            *own += 1;
        }
        state.logins += 1;
        state.address(ip, limits, now).logins += 1;
        Ok(Inside(Arc::clone(self), ip, identity.map(str::to_owned)))
    }

    /// Remembers a failure against `ip`. Gives how long it will be refused from now on, if it is.
    pub fn failed(&self, ip: IpAddr, failure: Failure, now: Instant) -> Option<Duration> {
        if !self.limits.penalties {
            return None;
        }
        let mut state = self.state();
        let address = state.address(block(ip), &self.limits, now);
        let seconds = match failure {
            Failure::Login => 5,
            Failure::Passwords => 15,
            Failure::NoLogin => 1,
            Failure::Grace => 10,
        };
        let until = address.penalty_until.max(now) + Duration::from_secs(seconds);
        address.penalty_until = until.min(now + LONGEST);
        let left = address.penalty_until.saturating_duration_since(now);
        if left < FELT {
            return None;
        }
        address.shut_until = address.penalty_until;
        Some(left)
    }

    /// Connections that are not logged in, logins, and connections refused so far.
    pub fn counts(&self) -> (usize, usize, u64) {
        let state = self.state();
        (state.waiting, state.logins, state.refused)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn address(&mut self, ip: IpAddr, limits: &Limits, now: Instant) -> &mut Address {
        if self.addresses.len() >= REMEMBERED && !self.addresses.contains_key(&ip) {
            self.addresses
                .retain(|_, address| address.matters(limits, now));
        }
        self.addresses.entry(ip).or_insert_with(|| Address {
            waiting: 0,
            logins: 0,
            left: most(limits),
            counted: now,
            penalty_until: now,
            shut_until: now,
        })
    }

    fn connect(
        &mut self,
        limits: &Limits,
        ip: IpAddr,
        now: Instant,
        chance: f64,
    ) -> Result<(), Refused> {
        let waiting = self.waiting;
        let address = self.address(ip, limits, now);
        if now < address.shut_until {
            return Err(Refused::Penalty);
        }
        if !address.counts_one_more(limits, now) {
            return Err(Refused::Rate);
        }
        if address.waiting >= limits.waiting_per_address {
            return Err(Refused::Address);
        }
        let half = limits.waiting / 2;
        let over = waiting.saturating_sub(half);
        #[expect(clippy::cast_precision_loss, reason = "counts are small")]
        let dropped = over as f64 / (limits.waiting - half).max(1) as f64;
        if waiting >= limits.waiting || chance < dropped {
            return Err(Refused::Full);
        }
        address.waiting += 1;
        self.waiting += 1;
        Ok(())
    }
}

impl Address {
    fn counts_one_more(&mut self, limits: &Limits, now: Instant) -> bool {
        let Some(rate) = limits.rate else { return true };
        let passed = now.saturating_duration_since(self.counted).as_secs_f64();
        self.left = (self.left + passed * f64::from(rate)).min(most(limits));
        self.counted = now;
        if self.left < 1.0 {
            return false;
        }
        self.left -= 1.0;
        true
    }

    fn matters(&self, limits: &Limits, now: Instant) -> bool {
        let rate = limits.rate.map_or(f64::INFINITY, f64::from);
        let full_in = Duration::from_secs_f64(most(limits) / rate.max(1.0));
        self.waiting > 0
            || self.logins > 0
            || self.penalty_until > now
            || now.saturating_duration_since(self.counted) < full_in
    }
}

fn most(limits: &Limits) -> f64 {
    limits.rate.map_or(0.0, |rate| f64::from(rate) * 2.0)
}

/// The addresses that one host may have at once.
fn block(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(ip) => IpAddr::V6((ip.to_bits() >> 64 << 64).into()),
        ip @ IpAddr::V4(_) => ip,
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.waiting -= 1;
        if let Some(address) = state.addresses.get_mut(&self.1) {
            address.waiting -= 1;
        }
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.logins -= 1;
        if let Some(address) = state.addresses.get_mut(&self.1) {
            address.logins -= 1;
        }
        if let Some(identity) = &self.2
            && let Some(own) = state.identities.get_mut(identity)
        {
            *own -= 1;
            if *own == 0 {
                state.identities.remove(identity);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use super::*;

    fn ip(last: u8) -> IpAddr {
        Ipv4Addr::new(192, 0, 2, last).into()
    }

    fn public(change: impl FnOnce(&mut Limits)) -> Arc<Gate> {
        let mut limits = Limits::public();
        change(&mut limits);
        Gate::new(limits)
    }

    #[test]
    fn one_address_gets_its_slots_and_gives_them_back() {
        let gate = public(|_| ());
        let now = Instant::now();
        let mut held: Vec<_> = (0..8)
            .map(|_| gate.connect(ip(1), now, 0.9).unwrap())
            .collect();
        assert_eq!(gate.connect(ip(1), now, 0.9).err(), Some(Refused::Address));
        assert!(gate.connect(ip(2), now, 0.9).is_ok(), "others still get in");
        held.pop();
        assert!(gate.connect(ip(1), now, 0.9).is_ok());
        drop(held);
        assert_eq!(gate.counts(), (0, 0, 1));
    }

    #[test]
    fn from_half_on_some_are_dropped_by_chance_and_from_all_on_everybody() {
        let gate = public(|limits| limits.rate = None);
        let now = Instant::now();
        let fill = |from: u8, to: u8| -> Vec<_> {
            (from..to)
                .map(|last| gate.connect(ip(last), now, 1.0).unwrap())
                .collect()
        };
        let half = fill(0, 32);
        assert!(
            gate.connect(ip(200), now, 0.0).is_ok(),
            "none while half is free"
        );
        let more = fill(32, 48);
        assert_eq!(gate.connect(ip(200), now, 0.4).err(), Some(Refused::Full));
        assert!(
            gate.connect(ip(200), now, 0.6).is_ok(),
            "half of them half way"
        );
        let rest = fill(48, 64);
        assert_eq!(gate.connect(ip(200), now, 1.0).err(), Some(Refused::Full));
        drop((half, more, rest));
    }

    #[test]
    fn new_connections_are_counted_by_the_second() {
        let gate = public(|_| ());
        let now = Instant::now();
        for _ in 0..20 {
            drop(gate.connect(ip(1), now, 0.9).unwrap());
        }
        assert_eq!(gate.connect(ip(1), now, 0.9).err(), Some(Refused::Rate));
        let later = now + Duration::from_millis(250);
        assert!(gate.connect(ip(1), later, 0.9).is_ok());
        assert!(gate.connect(ip(1), later, 0.9).is_ok());
        assert_eq!(gate.connect(ip(1), later, 0.9).err(), Some(Refused::Rate));
    }

    #[test]
    fn failures_add_up_to_a_penalty_that_is_over_in_time() {
        let gate = public(|_| ());
        let now = Instant::now();
        assert_eq!(gate.failed(ip(1), Failure::Login, now), None);
        assert_eq!(gate.failed(ip(1), Failure::Login, now), None);
        let felt = gate.failed(ip(1), Failure::Login, now);
        assert_eq!(felt, Some(Duration::from_secs(15)));
        assert_eq!(gate.connect(ip(1), now, 0.9).err(), Some(Refused::Penalty));
        assert!(gate.connect(ip(2), now, 0.9).is_ok());
        let at = |seconds| now + Duration::from_secs(seconds);
        assert_eq!(
            gate.connect(ip(1), at(14), 0.9).err(),
            Some(Refused::Penalty)
        );
        assert!(gate.connect(ip(1), at(15), 0.9).is_ok());
        for _ in 0..1000 {
            gate.failed(ip(1), Failure::Grace, now);
        }
        assert_eq!(
            gate.connect(ip(1), at(599), 0.9).err(),
            Some(Refused::Penalty)
        );
        assert!(
            gate.connect(ip(1), at(600), 0.9).is_ok(),
            "never longer than that"
        );
        assert!(
            gate.failed(ip(3), Failure::Passwords, now).is_some(),
            "felt at once"
        );
        let lab = Gate::new(Limits::lab());
        for _ in 0..1000 {
            assert_eq!(lab.failed(ip(1), Failure::Login, now), None);
        }
    }

    #[test]
    fn logins_are_counted_on_the_whole_by_address_and_by_identity() {
        let gate = public(|limits| {
            limits.logins = 4;
            limits.logins_per_address = 3;
            limits.logins_per_identity = 2;
        });
        let now = Instant::now();
        let log_in = |last, who| gate.log_in(ip(last), who, now);
        let first = log_in(1, Some("ann")).unwrap();
        let _second = log_in(1, Some("ann")).unwrap();
        assert_eq!(log_in(2, Some("ann")).err(), Some(TooMany::Identity(2)));
        let _third = log_in(1, None).unwrap();
        assert_eq!(log_in(1, None).err(), Some(TooMany::Address(3)));
        let _fourth = log_in(2, Some("bob")).unwrap();
        assert_eq!(log_in(3, None).err(), Some(TooMany::Logins(4)));
        drop(first);
        assert!(log_in(3, Some("ann")).is_ok());
    }

    #[test]
    fn one_host_has_one_count_and_the_forgotten_have_none() {
        let now = Instant::now();
        let gate = public(|limits| limits.waiting_per_address = 1);
        let v6 = |last| IpAddr::from(Ipv6Addr::new(0x2001, 0xdb8, 0, 1, 0, 0, 0, last));
        let _held = gate.connect(v6(1), now, 0.9).unwrap();
        assert_eq!(gate.connect(v6(2), now, 0.9).err(), Some(Refused::Address));
        let mapped = IpAddr::V6(Ipv4Addr::new(192, 0, 2, 9).to_ipv6_mapped());
        let _held = gate.connect(mapped, now, 0.9).unwrap();
        assert_eq!(gate.connect(ip(9), now, 0.9).err(), Some(Refused::Address));
        let later = now + Duration::from_secs(60);
        for n in 0..10_000u32 {
            let ip = IpAddr::from(Ipv4Addr::from_bits(n));
            let when = if n < 5_000 { now } else { later };
            drop(gate.connect(ip, when, 0.9));
        }
        assert!(gate.state().addresses.len() <= 5_100);
    }
}
