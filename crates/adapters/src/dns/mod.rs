//! The domain name system over UDP and TCP.

use std::net::SocketAddr;

use async_trait::async_trait;
use hickory_resolver::{
    TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig},
    net::runtime::TokioRuntimeProvider,
    proto::rr::{RData, RecordType},
};
use ports::{Dns, DnsError};

/// Asks one name server, or those of the system.
pub struct NameServers(TokioResolver);

impl NameServers {
    /// Asks `server`, or the system's where none is named.
    pub fn new(server: Option<SocketAddr>) -> Result<Self, DnsError> {
        let failed = |error: hickory_resolver::net::NetError| DnsError(error.to_string());
        let mut builder = match server {
            Some(server) => {
                let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut connection| {
                    connection.port = server.port();
                    connection
                });
                let server = NameServerConfig::new(server.ip(), true, connections.to_vec());
                let config = ResolverConfig::from_name_servers(vec![server]);
                TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
            }
            None => TokioResolver::builder_tokio().map_err(failed)?,
        };
        // Whoever has just set a record wants to see it, not what was there before.
        builder.options_mut().cache_size = 0;
        builder.options_mut().attempts = 2;
        builder.options_mut().timeout = std::time::Duration::from_secs(3);
        Ok(Self(builder.build().map_err(failed)?))
    }
}

#[async_trait]
impl Dns for NameServers {
    async fn texts(&self, name: &str) -> Result<Vec<String>, DnsError> {
        // With the dot at its end a name is whole: no search domain of this machine is added.
        let found = match self.0.lookup(format!("{name}."), RecordType::TXT).await {
            Ok(found) => found,
            Err(error) if error.is_no_records_found() => return Ok(Vec::new()),
            Err(error) => return Err(DnsError(error.to_string())),
        };
        let text = |data: &RData| match data {
            RData::TXT(text) => Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned()),
            _ => None,
        };
        Ok(found.answers().iter().filter_map(|record| text(&record.data)).collect())
    }
}
