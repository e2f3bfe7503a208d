package import PhoneCodes

/// By which a request by phone names the workplace of a kit. It is by chance.
package typealias EntitlementNumber = CheckedNumber<Entitlement>

package enum Entitlement: CheckedNumberKind {
    package static let (count, length) = (13, "13 digits")
}

extension EntitlementNumber {
    /// That of a request.
    /// - Returns: nothing for a number that is no sheet's.
    package init?(of request: RequestCode) {
        let digits = String(request.entitlement)
        let zeros = Entitlement.count - 1 - digits.utf8.count
        guard zeros >= 0 else { return nil }
        self.init(data: [UInt8](repeating: 0, count: zeros) + digits.utf8.map { $0 - 0x30 })
    }

    /// As a request carries it: the digits before the check digit.
    package var value: UInt64 {
        description.utf8.dropLast().reduce(0) { $0 * 10 + UInt64($1 - 0x30) }
    }

    /// As it is printed on the kit's sheet.
    package var printed: String { description.grouped(4, 4, 5) }
}

extension String {
    /// The digits in groups of these sizes, with dashes between them.
    func grouped(_ sizes: Int...) -> String {
        var rest = self[...]
        return sizes.map { size in
            defer { rest = rest.dropFirst(size) }
            return rest.prefix(size)
        }.joined(separator: "-")
    }
}
