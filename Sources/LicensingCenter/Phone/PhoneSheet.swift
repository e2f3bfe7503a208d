package import CenterProtocol
package import LicenseBinding

/// What a kit's sheet says for requests by phone; nothing of it is secret.
package struct PhoneSheet: Hashable, Sendable {
    package let terms: TermsCode
    /// The numbers of the workplaces, in their order.
    package let entitlements: [EntitlementNumber]

    package init(terms: TermsCode, entitlements: [EntitlementNumber]) {
        self.terms = terms
        self.entitlements = entitlements
    }

    /// A new one, whose numbers nobody else has.
    package init(
        for kit: Kit, in transaction: any CenterTransaction,
        using generator: inout some RandomNumberGenerator
    ) throws {
        terms = try Self.code(of: kit, in: transaction, using: &generator)
        var numbers: [EntitlementNumber] = []
        var own: Set<EntitlementNumber> = []
        while numbers.count < kit.workplaces {
            let number = EntitlementNumber(using: &generator)
            guard try transaction.workplace(of: number) == nil, own.insert(number).inserted else {
                continue
            }
            numbers.append(number)
        }
        entitlements = numbers
    }

    /// The code of what a kit's licenses by phone allow: that of another kit of the same terms, or a new one.
    private static func code(
        of kit: Kit, in transaction: any CenterTransaction,
        using generator: inout some RandomNumberGenerator
    ) throws -> TermsCode {
        let known = try transaction.phoneTerms()
        for terms in known where kit.terms(under: terms.code) == terms {
            if let code = TermsCode(terms.code) { return code }
        }
        let taken = Set(known.map(\.code))
        var code: TermsCode
        repeat { code = TermsCode(using: &generator) } while taken.contains(code.description)
        try transaction.add(kit.terms(under: code.description))
        return code
    }
}

extension Center {
    /// Gives kits that were made before there were requests by phone what their sheets lack. It comes from the center's
    /// secret, so that the same kits get the same again from a backup of before.
    func completeSheets() async throws {
        guard try await !storage.read({ try $0.kitsWithoutPhoneSheet() }).isEmpty else { return }
        try await storage.write { [secrets] transaction in
            for registration in try transaction.kitsWithoutPhoneSheet() {
                guard let kit = try transaction.kit(registration) else { continue }
                var generator = secrets.generator(for: "sheet \(registration)")
                try transaction.set(
                    PhoneSheet(for: kit, in: transaction, using: &generator), of: registration)
            }
        }
    }
}

extension Kit {
    /// What its licenses by phone allow, under this code.
    package func terms(under code: String) -> PhoneTerms {
        PhoneTerms(
            code: code, product: product, terms: terms, emergencyDays: rule.emergencyDays)
    }
}
