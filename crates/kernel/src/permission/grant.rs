//! Where permissions hold: for the organisation and all its events, or at chosen events only.

use std::collections::{BTreeMap, BTreeSet};

use super::PermissionSet;
use crate::EventId;

/// Which events somebody is there for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventGrants {
    /// Every event, also those to come.
    All,
    /// These.
    Only(BTreeSet<EventId>),
}

/// All that somebody may do in one organisation, gathered from every role they have there.
///
/// What concerns the whole organisation needs a permission that holds everywhere; what concerns one event is also
/// allowed by a role at that event. Events that nothing grants are not there for the holder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grant {
    /// `None` if every role is limited to events.
    everywhere: Option<PermissionSet>,
    /// Besides, at chosen events.
    chosen: BTreeMap<EventId, PermissionSet>,
}

impl Grant {
    /// Adds a role's permissions at `events`.
    pub fn add(&mut self, permissions: PermissionSet, events: &EventGrants) {
        match events {
            EventGrants::All => {
                self.everywhere = Some(self.everywhere.unwrap_or_default().union(permissions));
            }
            EventGrants::Only(chosen) => {
                for event in chosen {
                    let at = self.chosen.entry(*event).or_default();
                    *at = at.union(permissions);
                }
            }
        }
    }

    /// What may be done to the organisation itself, and at every event.
    pub fn everywhere(&self) -> PermissionSet {
        self.everywhere.unwrap_or_default()
    }

    /// What may be done at an event; `None` if it is not there for the holder.
    pub fn at(&self, event: EventId) -> Option<PermissionSet> {
        match (self.everywhere, self.chosen.get(&event).copied()) {
            (None, None) => None,
            (everywhere, chosen) => Some(everywhere.unwrap_or_default().union(chosen.unwrap_or_default())),
        }
    }

    /// The events that are there for the holder.
    pub fn events(&self) -> EventGrants {
        match self.everywhere {
            Some(_) => EventGrants::All,
            None => EventGrants::Only(self.chosen.keys().copied().collect()),
        }
    }

    /// The events with permissions of their own, and what may be done there besides [`Self::everywhere`].
    pub fn chosen(&self) -> &BTreeMap<EventId, PermissionSet> {
        &self.chosen
    }

    /// What both allow: a key is never worth more than its scopes, nor than whoever made it.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let everywhere = self.everywhere.zip(other.everywhere).map(|(one, two)| one.intersection(two));
        let events: BTreeSet<EventId> = self.chosen.keys().chain(other.chosen.keys()).copied().collect();
        let both = |event: EventId| Some((event, self.at(event)?.intersection(other.at(event)?)));
        Self { everywhere, chosen: events.into_iter().filter_map(both).collect() }
    }
}
