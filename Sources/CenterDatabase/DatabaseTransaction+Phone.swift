import CenterProtocol
import GRDB
import LicenseBinding
import LicensingCenter

// Requests by phone.
extension DatabaseTransaction {
    func workplace(
        of number: EntitlementNumber
    ) throws -> (kit: RegistrationNumber, workplace: Int)? {
        let row = try row(
            "SELECT kit, number FROM workplace WHERE entitlement = ?", [number.description])
        return try row.map { row in
            (try row.parsed("kit") { RegistrationNumber($0) }, row["number"])
        }
    }

    func entitlements(of kit: RegistrationNumber) throws -> [EntitlementNumber] {
        try rows(
            "SELECT entitlement FROM workplace WHERE kit = ? ORDER BY number", [kit.description]
        ).map { try $0.parsed("entitlement") { EntitlementNumber($0) } }
    }

    func termsCode(of kit: RegistrationNumber) throws -> TermsCode {
        let row = try row("SELECT termsCode FROM kit WHERE registration = ?", [kit.description])
        guard let row else { throw RowDefect(column: "registration") }
        return try row.parsed("termsCode") { TermsCode($0) }
    }

    func phoneTerms(_ code: TermsCode) throws -> PhoneTerms? {
        try row("SELECT content FROM terms WHERE code = ?", [code.description])
            .map { try PhoneTerms($0) }
    }

    func phoneTerms() throws -> [PhoneTerms] {
        try rows("SELECT content FROM terms ORDER BY code").map { try PhoneTerms($0) }
    }

    func add(_ terms: PhoneTerms) throws {
        try run(
            "INSERT INTO terms (code, content) VALUES (?, ?)", [terms.code, terms.object.text])
    }

    func set(_ sheet: PhoneSheet, of kit: RegistrationNumber) throws {
        try run(
            "UPDATE kit SET termsCode = ? WHERE registration = ?",
            [sheet.terms.description, kit.description])
        for (index, number) in sheet.entitlements.enumerated() {
            try run(
                "INSERT INTO workplace (kit, number, entitlement) VALUES (?, ?, ?)",
                [kit.description, index + 1, number.description])
        }
    }

    func kitsWithoutPhoneSheet() throws -> [RegistrationNumber] {
        try rows(
            "SELECT registration FROM kit WHERE termsCode IS NULL ORDER BY created, registration"
        )
        .map { try $0.parsed("registration") { RegistrationNumber($0) } }
    }
}

extension PhoneTerms {
    fileprivate init(_ row: Row) throws {
        try self.init(Claims(parsing: row.bytes("content")))
    }
}
