package import FoundationEssentials
package import LicenseBinding

/// Somebody at the publisher's who works with the center over its API.
package struct Operator: Hashable, Sendable {
    /// What an operator may do; each may what those before it may.
    package enum Role: String, CaseIterable, Comparable, Sendable {
        /// Look at requests.
        case read
        /// Decide them.
        case operate
        /// Let others in.
        case admin

        package static func < (left: Role, right: Role) -> Bool {
            left.rank < right.rank
        }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    package static let nameForm = "1 to 64 of A-Z, a-z, 0-9, _, . and -"

    /// Whether it can be a name, which stands in paths.
    package static func isName(_ text: String) -> Bool {
        1...64 ~= text.utf8.count
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    package let name: String
    package let role: Role
    package let created: Date

    package init(name: String, role: Role, created: Date) {
        self.name = name
        self.role = role
        self.created = created
    }

    package var json: JSONObject {
        JSONObject([
            "name": .string(name), "role": .string(role.rawValue),
            "created": .string(Timestamp.text(created)),
        ])
    }
}
