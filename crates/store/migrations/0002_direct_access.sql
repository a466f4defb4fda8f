-- Which fleets a person may work with: every fleet of their organizations.

CREATE VIEW user__has_direct_access_to__application AS
SELECT
    a.id,
    m.created_at,
    m.modified_at,
    m."user",
    a.id AS has_direct_access_to__application
FROM application a JOIN organization_membership m ON m.is_member_of__organization = a.organization;
