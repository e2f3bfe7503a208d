import ArgumentParser
import CenterProtocol
import CommandLineFront
import FoundationEssentials
import LicenseBinding
import LicenseStore
import PhoneCodes
import VerdictText

/// Asks for licenses by phone: makes the digits, and takes those that come back.
struct PhoneTask {
    let local: SiteTask

    private var requests: PhoneRequests { PhoneRequests(in: local.site.store) }

    /// The digits of a question: those of before, if it was asked before and nothing has changed since.
    /// - Parameters:
    ///   - publisher: its name or its root, if several are trusted.
    ///   - isAnew: whether digits of before are forgotten.
    func begin(
        _ question: PhoneQuestion, of publisher: String?, isAnew: Bool
    ) throws -> PhoneRequests.Waiting {
        let chosen = try ChosenPublisher(named: publisher, in: local.site.store)
        let root = chosen.root.key.thumbprint
        let catalog = try catalog(of: root)
        let code = question.termsCode.description
        guard let terms = catalog.phoneTerms.first(where: { $0.code == code }) else {
            throw CommandFailure(
                "no product has the terms code \(question.termsCode.printed) in the publisher's catalog of "
                    + "\(Timestamp.text(catalog.issuedAt)); with a newer one: keybound publisher add FILE"
            )
        }
        try ensureCovered(terms, question.kind, by: keys(of: catalog))
        for waiting in requests.all() where waiting.publisher == root {
            guard waiting.request.kind == question.kind, waiting.termsCode == code,
                waiting.request.entitlement == question.entitlement.value,
                let setting = waiting.setting,
                try question.document(under: terms, setting, local, chosen)
                    .asksTheSame(as: waiting.document, of: local.site.machine)
            else { continue }
            guard isAnew else { return waiting }
            requests.end(waiting)
        }
        let random = CommandContext.current.random
        let setting = PhoneQuestion.Setting(
            date: Timestamp.text(local.site.moment.time), nonce: random(32), salt: random(16))
        let document = try question.document(under: terms, setting, local, chosen)
        let waiting = PhoneRequests.Waiting(
            request: try request(question, document), document: document, termsCode: code,
            publisher: root)
        try requests.keep(waiting)
        return waiting
    }

    private func request(
        _ question: PhoneQuestion, _ document: PhoneDocument
    ) throws -> RequestCode {
        do throws(SodiumError) {
            let commitment = try Commitment(
                to: document.bytes, question.kind, entitlement: question.entitlement.value)
            return RequestCode(
                question.kind, entitlement: question.entitlement.value, commitment: commitment)
        } catch {
            throw CommandFailure("no request can be made here; it takes \(error.expectation)")
        }
    }

    /// A call that can only end in a refusal is not made.
    private func ensureCovered(
        _ terms: PhoneTerms, _ kind: RequestCode.Kind, by keys: [PhoneAnswerSearch.Key]
    ) throws {
        let today = PhoneDay(of: local.site.moment.time)
        let defects = keys.map { $0.certificate.defect(of: terms, kind, on: today) }
        guard !keys.isEmpty else {
            throw CommandFailure(
                "the publisher's catalog names nobody who answers by phone; another way: keybound license request"
            )
        }
        guard defects.allSatisfy({ $0 != nil }), let defect = defects.last ?? nil else { return }
        var report = Report(local.output)
        report.add(.issuerUnknown(defect), file: "the publisher's phone key")
        report.finish()
        throw ExitCode.refused
    }

    private func catalog(of root: String) throws -> SignedCatalog {
        var reader = local.site.trust.reader
        let (catalog, problems) = local.site.store.catalog(of: root, readBy: &reader)
        for problem in problems { Console.note(problem.line) }
        guard let catalog else {
            throw CommandFailure(
                "the publisher's catalog is needed, which says what terms codes stand for: keybound publisher add FILE"
            )
        }
        return catalog
    }

    private func keys(of catalog: SignedCatalog) -> [PhoneAnswerSearch.Key] {
        let reader = local.site.trust.reader
        return catalog.phoneKeys.compactMap { text in
            // What the root has not certified signs nothing.
            guard let (certificate, root) = try? reader.phoneCertificate(text),
                root == catalog.root
            else { return nil }
            return PhoneAnswerSearch.Key(text: text, certificate: certificate)
        }
    }
}

extension PhoneDocument {
    /// Whether another one asks for the same, on this computer as it was or with no more changed than a license forgives.
    fileprivate func asksTheSame(as other: PhoneDocument, of machine: MachineParameters) -> Bool {
        var (mine, others) = (object, other.object)
        guard case .object(var binding)? = mine["binding"],
            case .object(var otherBinding)? = others["binding"]
        else { return false }
        (binding["machine"], otherBinding["machine"]) = (nil, nil)
        (mine["binding"], others["binding"]) = (.object(binding), .object(otherBinding))
        let known = other.binding.machine
        let lost = known.map { MachineComparison.changes(from: $0, to: machine) } ?? []
        return mine == others && self.binding.machine?.deviceKey == known?.deviceKey
            && lost.count(where: \.isCountedLoss) <= MachineBinding.forgiven
    }
}

/// Why typed digits are no answer.
enum PhoneRefusal: Error {
    /// These rows, from 1, are wrong beyond repair.
    case rows([Int])
    /// All rows are right, and it is no answer to what waits here.
    case other(reason: String)
    /// It is signed by a key that the catalog of that date does not know.
    case unknownKey(Int, catalog: String)
    /// What it stands for would not be accepted.
    case license(Refusal)
}

extension PhoneTask {
    /// An answer that was taken.
    struct Taken {
        let license: SignedLicense
        let typos: [AnswerTypo]
    }

    /// Installs the license that typed digits stand for.
    /// - Parameter waiting: the requests that it may be the answer to.
    func take(
        _ typed: AnswerCode, for waiting: [PhoneRequests.Waiting]
    ) throws -> Taken {
        var rows: [Int]?
        var unknownKey: PhoneRefusal?
        for request in waiting {
            // Without its catalog a request of another publisher waits on.
            guard let catalog = try? catalog(of: request.publisher) else { continue }
            if typed.isWhole, let number = typed.signature?.keyNumber,
                !keys(of: catalog).contains(where: { $0.certificate.key.number == number })
            {
                unknownKey = .unknownKey(number, catalog: Timestamp.text(catalog.issuedAt))
            }
            guard let terms = catalog.phoneTerms.first(where: { $0.code == request.termsCode })
            else { continue }
            let found: (license: PhoneLicense, typos: [AnswerTypo])
            do throws(AnswerRepair.Failure) {
                found = try search(request, terms, catalog).license(typed: typed)
            } catch {
                rows = error.rows
                continue
            }
            return try install(found.license, found.typos, request)
        }
        if let rows, !rows.isEmpty { throw PhoneRefusal.rows(rows) }
        if let unknownKey { throw unknownKey }
        throw PhoneRefusal.other(reason: try reason(typed, waiting))
    }

    private func search(
        _ waiting: PhoneRequests.Waiting, _ terms: PhoneTerms, _ catalog: SignedCatalog
    ) -> PhoneAnswerSearch {
        PhoneAnswerSearch(
            for: waiting.request, waiting.document, under: terms, keys: keys(of: catalog),
            askedOn: waiting.day)
    }

    /// Why digits that look right are no answer to what waits here.
    private func reason(
        _ typed: AnswerCode, _ waiting: [PhoneRequests.Waiting]
    ) throws -> String {
        for request in waiting {
            guard let catalog = try? catalog(of: request.publisher) else { continue }
            for terms in catalog.phoneTerms where terms.code != request.termsCode {
                guard (try? search(request, terms, catalog).license(typed: typed)) != nil else {
                    continue
                }
                let (given, asked) = (TermsCode(terms.code), TermsCode(request.termsCode))
                return "it is for a kit with the terms code \(given?.printed ?? terms.code), "
                    + "\((terms.product.name ?? terms.product.id).printable), and the request was for one with "
                    + "\(asked?.printed ?? request.termsCode). Compare the terms code with the sheet, and ask anew"
            }
        }
        return
            "it answers another request, of another computer or of another time, or the registration number that was "
            + "typed here is not the kit's, or the catalog here is older than the publisher's key (keybound publisher "
            + "add FILE). Compare the numbers with the sheet, and read the 48 digits out again"
    }

    private func install(
        _ phone: PhoneLicense, _ typos: [AnswerTypo], _ waiting: PhoneRequests.Waiting
    ) throws -> Taken {
        let file = Array(phone.file.utf8)
        var reader = local.site.trust.reader
        let license: SignedLicense
        do throws(Refusal) {
            license = try reader.license(file)
        } catch .signatureInvalid(.unchecked(let error)) {
            throw CommandFailure(
                "the answer is right, and cannot be checked now, which takes \(error.expectation); what was typed is "
                    + "kept, so try again")
        } catch {
            throw PhoneRefusal.license(error)
        }
        let snapshot = MachineSnapshot(of: local.site.machine, taken: local.site.moment.time)
        _ = try local.site.store.install(license.license, file: file, on: snapshot)
        if let registration = RegistrationNumber(phone.document.registration),
            let licensee = try? LicenseeData(Claims(phone.document.licensee.json))
        {
            Licensees(in: local.site.store).remember(licensee, of: registration)
        }
        requests.end(waiting)
        return Taken(license: license, typos: typos)
    }

    /// Tells of a license that was given, and what was mistyped.
    func tell(_ taken: Taken) async throws {
        if !local.output.json { for typo in taken.typos { Console.print(typo.text) } }
        try await local.tell(
            [
                SiteTask.Given(
                    license: taken.license, notes: [], pin: nil, decisions: [],
                    asked: taken.license.id)
            ], adding: taken.typos.json(isRepaired: true))
    }

    /// Tells why an answer is none.
    /// - Returns: what ends the command.
    func told(_ refusal: PhoneRefusal) -> ExitCode {
        switch refusal {
        case .rows(let rows):
            tell(
                "ANSWER_MISTYPED", refusal.text,
                JSONObject([
                    "row": .integer(Int64(rows[0])), "group": .null, "repaired": .bool(false),
                    "rows": .array(rows.map { .integer(Int64($0)) }),
                ]))
        case .other: tell("NO_ANSWER_TO_US", refusal.text)
        case .unknownKey: tell("PHONE_KEY_UNKNOWN", refusal.text)
        case .license(let cause):
            var report = Report(local.output)
            report.add(cause, file: "the answer")
            report.finish()
        }
        return .refused
    }

    func tell(_ code: String, _ detail: String, _ more: JSONObject = JSONObject()) {
        guard !local.output.json else {
            let problem = JSONObject(["code": .string(code), "detail": .string(detail)])
            return Console.print(JSONObject(["refused": .object(problem)]).adding(more))
        }
        Console.print(Tone.bad("refused") + ": \(code)")
        Console.print(detail.printable)
    }
}

extension PhoneRefusal {
    /// Whether the same digits will never do.
    var isFinal: Bool {
        switch self {
        case .rows, .unknownKey: false
        case .other, .license: true
        }
    }

    var text: String {
        switch self {
        case .rows(let rows) where rows.count == 1:
            "Row \(rows[0]) is wrong in more than one digit. Let it be read out again."
        case .rows(let rows):
            "The rows \(rows.map(String.init).joined(separator: ", ")) are wrong. Let them be read out again."
        case .other(let reason):
            "All five rows are typed right, but this is no answer to us: \(reason)."
        case .unknownKey(let number, let date):
            "The answer is signed by the publisher's phone key \(number), which the catalog here, of \(date), does not "
                + "know yet. Take the newer one: keybound publisher add FILE; then the same digits again."
        case .license(let cause): RefusalText(cause).sentence
        }
    }
}

extension AnswerTypo {
    var text: String {
        "Row \(row), group \(group): \(typed) was typed, and \(meant) was meant; that is mended."
    }
}

extension [AnswerTypo] {
    /// The first one, and all where there are several.
    func json(isRepaired: Bool) -> JSONObject {
        let all = map { typo in
            JSONObject([
                "row": .integer(Int64(typo.row)), "group": .integer(Int64(typo.group)),
                "repaired": .bool(isRepaired),
            ])
        }
        return (all.first ?? JSONObject()).adding(
            JSONObject(["typos": count > 1 ? .array(all.map { .object($0) }) : nil]))
    }
}
