import AgentProtocol
import LicenseBinding

/// Who waits for the same: a busy key holds up only who needs it, and what one user asks for holds up no other.
struct ProofLane: Hashable {
    /// The number of the user; nothing for the agent itself.
    let user: UInt32?
    /// What keys are asked, but for what others say of them.
    private let credentials: Set<Credential>
    private let quorum: Int

    private struct Credential: Hashable {
        let key: CredentialKey
        let relyingParty: String
        let id: [UInt8]
    }

    init(_ query: ProofQuery, of user: UInt32?) {
        self.user = user
        quorum = query.quorum
        credentials = Set(
            query.credentials.map {
                Credential(key: $0.key, relyingParty: $0.relyingParty, id: $0.id)
            })
    }
}
