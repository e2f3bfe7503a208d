/// Users, hosts and networks that rules speak of by one name.
package struct SeatGroup: Hashable, Sendable {
    package var users: Set<String> = []
    package var hosts: Set<String> = []
    package var networks: [SeatNetwork] = []
    /// Whether names count only where the server knows them.
    package var needsKnownNames = false

    package init() {}

    /// Whether one of its lists has the holder. Case makes no difference in names.
    package func contains(_ holder: SeatHolder) -> Bool {
        if let address = holder.address, networks.contains(where: { $0.contains(address) }) {
            return true
        }
        guard !needsKnownNames || holder.isKnown else { return false }
        return users.contains(holder.user.lowercased()) || hosts.contains(holder.host.lowercased())
    }
}
