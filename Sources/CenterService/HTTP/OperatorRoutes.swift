import CenterProtocol
import HTTPListening
import HTTPTypes
import Hummingbird
import LicenseBinding
import LicensingCenter

/// What the publisher's people may ask, each by his token (RFC 6750).
struct OperatorRoutes {
    typealias Body = @Sendable (Request) async throws -> [UInt8]

    let center: Center
    let body: Body
    /// Wrong tokens are written into the audit log, so there are not too many of them.
    private let refusals = AddressLimiter(AttemptBudget.Size(burst: 20, perSecond: 1))

    init(center: Center, body: @escaping Body) {
        self.center = center
        self.body = body
    }

    func add(to router: Router<CenterRequestContext>) {
        router.get(RouterPath(CenterPath.operatorTickets)) { request, context in
            _ = try await admit(request, context, as: .read)
            let state = try request.uri.queryParameters.get("state").map { text in
                guard let state = TicketAnswer.State(rawValue: text) else {
                    throw Defect.claim("state", expected: "open, approved or refused")
                }
                return state
            }
            let tickets = try await center.tickets(state)
            return Response(JSONObject(["tickets": .array(tickets.map { .object($0.json) })]))
        }
        router.get(RouterPath(CenterPath.operatorTickets + "/:number")) { request, context in
            _ = try await admit(request, context, as: .read)
            let ticket = try await center.ticket(number(context))
            let licensee = try await center.licensee(of: ticket.registration)
            return Response(
                ticket.json.adding(JSONObject(["licensee": licensee.map { .object($0.json) }])))
        }
        router.post(RouterPath(CenterPath.operatorTickets + "/:number")) { request, context in
            let actor = try await admit(request, context, as: .operate)
            let claims = try Claims(parsing: try await body(request))
            let isApproved = try claims.required("approve", claims.bool("approve"))
            let comment = try claims.parsed("comment", as: "up to 1000 characters") { text in
                text.unicodeScalars.count <= TicketRequest.longestReason ? text : nil
            }
            let workplace = try claims.integer("workplace", in: 1...Int64(Int32.max))
            let ticket =
                isApproved
                ? try await center.approve(
                    number(context), workplace: workplace.map { Int($0) }, comment: comment,
                    by: actor.name)
                : try await center.refuse(number(context), comment: comment, by: actor.name)
            return Response(ticket.json)
        }
        router.get(RouterPath(CenterPath.operators)) { request, context in
            _ = try await admit(request, context, as: .admin)
            let operators = try await center.operators()
            return Response(JSONObject(["operators": .array(operators.map { .object($0.json) })]))
        }
        router.post(RouterPath(CenterPath.operators)) { request, context in
            let actor = try await admit(request, context, as: .admin)
            let claims = try Claims(parsing: try await body(request))
            let name = try claims.parsed("name", as: Operator.nameForm) { text in
                Operator.isName(text) ? text : nil
            }
            let role = try claims.required("role", claims.word("role", Operator.Role.self))
            let token = try await center.add(
                operator: claims.required("name", name), role, by: actor.name)
            return Response(JSONObject(["token": .string(token)]))
        }
        router.delete(RouterPath(CenterPath.operators + "/:name")) { request, context in
            let actor = try await admit(request, context, as: .admin)
            let name = try context.parameters.require("name")
            try await center.remove(operator: name, by: actor.name)
            return Response(JSONObject(["removed": .string(name)]))
        }
    }

    private func number(_ context: CenterRequestContext) throws -> Int64 {
        guard let number = context.parameters.get("number", as: Int64.self), number > 0 else {
            throw Defect.claim("number", expected: "the number of a request")
        }
        return number
    }

    private func admit(
        _ request: Request, _ context: CenterRequestContext, as role: Operator.Role
    ) async throws -> Operator {
        let header = request.headers[.authorization]
        let token = header.flatMap { text in
            text.hasPrefix("Bearer ") ? String(text.dropFirst(7)) : nil
        }
        let known = try await center.known(token)
        // Whoever was let in no more since the backup would be in again.
        guard try await center.restored() == nil else { throw CenterRefusal.restored.problem }
        if let known, known.role >= role { return known }
        if let delay = refusals.delay(of: context.address) {
            throw CenterProblem.slowDown(delay, since: "There were wrong tokens")
        }
        throw try await center.turnAway(
            known, needing: role, for: "\(request.method) \(request.uri.path)",
            from: context.address)
    }
}

extension CenterProblem {
    /// Why the publisher's people cannot do something.
    init(_ refusal: OfficeRefusal) {
        let (status, code, detail): (Int, String, String) =
            switch refusal {
            case .tokenUnknown: (401, "TOKEN_UNKNOWN", "This is nobody's token.")
            case .roleNeeded(let role):
                (403, "ROLE_NEEDED", "That takes the role \(role.rawValue).")
            case .ticketUnknown(let number):
                (404, "TICKET_UNKNOWN", "There is no request \(number).")
            case .ticketDecided(let number):
                (409, "TICKET_DECIDED", "The request \(number) was decided already.")
            case .workplaceNeeded(let count):
                (
                    409, "WORKPLACE_NEEDED",
                    "The request names no workplace: name one of \(count) as workplace."
                )
            case .operatorExists(let name):
                (409, "OPERATOR_EXISTS", "There is an operator \(name) already.")
            case .operatorUnknown(let name):
                (404, "OPERATOR_UNKNOWN", "There is no operator \(name).")
            case .productExists, .productUnknown, .kitUnknown, .pinUnknown, .licenseUnknown,
                .notRestored, .otherSecret:
                (409, "OFFICE", "That cannot be done over the network.")
            }
        self.init(status: status, code: code, detail: detail)
    }
}
