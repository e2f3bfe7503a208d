/// A network interface of a recorded computer.
package struct RecordedAdapter: Sendable {
    package enum Kind: Sendable {
        case wired, wireless
        /// A bridge, a tunnel, the loopback: no hardware.
        case software
        /// A wired one in a bond, whose address it carries.
        case bonded(own: String)
    }

    package let name: String
    package let address: String
    package let kind: Kind
    /// What `addr_assign_type` says: 0 for an adapter's own address, 1 for a random one.
    package let assigned: Int

    package init(_ name: String, _ address: String, _ kind: Kind = .wired, assigned: Int = 0) {
        self.name = name
        self.address = address
        self.kind = kind
        self.assigned = assigned
    }
}

extension RecordedMachine {
    package func plug(_ adapter: RecordedAdapter) throws {
        let device = "pci0000:00/\(adapter.name)"
        let home: String
        if case .software = adapter.kind { home = "virtual" } else { home = device }
        let folder = "sys/devices/\(home)/net/\(adapter.name)"
        try link("sys/class/net/\(adapter.name)", to: "../../devices/\(home)/net/\(adapter.name)")
        try write(
            ["address": adapter.address, "addr_assign_type": "\(adapter.assigned)", "type": "1"],
            below: folder)
        switch adapter.kind {
        case .software: return
        case .wired: break
        case .wireless:
            try link("\(folder)/phy80211", to: "../../ieee80211/phy0")
        case .bonded(let own):
            try write(own, to: "\(folder)/bonding_slave/perm_hwaddr")
        }
        try link("\(folder)/device", to: "../../../\(adapter.name)")
    }

    /// Gives a wireless adapter the address that it was made with.
    package func fit(radio address: String, of adapter: String) throws {
        let folder = "sys/devices/pci0000:00/\(adapter)/ieee80211/phy0"
        try write(address, to: "\(folder)/macaddress")
    }

    package func unplug(adapter name: String) throws {
        try remove("sys/class/net/\(name)")
    }
}
