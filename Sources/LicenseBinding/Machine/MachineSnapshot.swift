package import FoundationEssentials

/// A computer's parameters at one time, in clear, as a file: a site sends it to the publisher, and
/// keeps one beside each license so that changes can be named.
package struct MachineSnapshot: Hashable, Sendable {
    /// The most bytes that a snapshot file may have.
    package static let limit = 256 * 1024
    private static let format = "keybound machine 1"

    package let taken: Date
    package let machine: MachineParameters

    package init(of machine: MachineParameters, taken: Date) {
        self.machine = machine
        self.taken = taken
    }

    package init(parsing file: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: file)
        try claims.require("format", Self.format)
        let taken = try claims.parsed("taken", as: "an RFC 3339 time") { Timestamp.date($0) }
        self.taken = try claims.required("taken", taken)
        machine = try MachineParameters(claims)
    }

    package var json: JSONObject {
        let head = JSONObject([
            "format": .string(Self.format), "taken": .string(Timestamp.text(taken)),
        ])
        return head.adding(machine.json)
    }
}
