/// A row of the run-time's page of keys.
package struct SimulatedRow: Sendable {
    package var id: String
    /// What the run-time calls its model.
    package var model = "Sentinel HL Max"
    package var isLocal = true
    package var isDetached = false
    package var configuration = "hasphl"

    package init(_ id: String) {
        self.id = id
    }

    package static func key(_ id: UInt64, model: String = "Sentinel HL Max") -> SimulatedRow {
        SimulatedRow("\(id)").with { $0.model = model }
    }

    /// The row that stands where no key is (vendor DEMOMA).
    package static let placeholder = SimulatedRow("0").with {
        $0.model = "placeholder"
        $0.configuration = ""
    }

    /// A key of another computer.
    package static func network(_ id: UInt64) -> SimulatedRow {
        key(id).with { $0.isLocal = false }
    }

    /// A license that was detached from a key of another computer.
    package static func detached(_ id: UInt64) -> SimulatedRow {
        key(id).with { $0.isDetached = true }
    }

    /// A license that is bound to the computer.
    package static func software(_ id: UInt64) -> SimulatedRow {
        SimulatedRow("\(id)").with {
            $0.model = "HASP-SL-AdminMode"
            $0.configuration = "haspsl-adminmode"
        }
    }

    /// A HASP HL Basic, which has no number of its own.
    package static let basic = SimulatedRow("0").with { $0.model = "HASP HL Basic" }

    package func with(_ change: (inout SimulatedRow) -> Void) -> SimulatedRow {
        var copy = self
        change(&copy)
        return copy
    }
}
