"""The rooms of the house that answer requests, in the order they are tried."""

from fastapi import APIRouter

from service.api import player as player_api
from service.pages import (
    administrator,
    administrator_accommodation,
    administrator_attempts,
    administrator_bodies,
    administrator_centres,
    administrator_documents,
    administrator_journal,
    administrator_measures,
    administrator_people,
    administrator_programmes,
    administrator_registers,
    administrator_remarks,
    administrator_sealed,
    administrator_slots,
    administrator_typical,
    administrator_waiting,
    assessors,
    author,
    author_exchange,
    authority,
    authority_complaints,
    bank,
    bank_item,
    bank_papers,
    bank_review,
    bank_statistics,
    body_changes,
    candidate,
    candidate_application,
    candidate_book,
    candidate_competition,
    candidate_competitions,
    candidate_competitions_hiring,
    candidate_confirm,
    candidate_essay,
    candidate_essay_text,
    candidate_interview,
    candidate_move,
    candidate_papers,
    candidate_review,
    candidate_stages,
    candidate_vacancy,
    commission,
    commission_conflicts,
    commission_essays,
    commission_interviews,
    commission_points,
    consent,
    draws,
    epf,
    epf_computer,
    epf_declarations,
    epf_documents,
    epf_entries,
    hr,
    hr_announcement,
    hr_announcement_publish,
    hr_applications,
    hr_applications_documents,
    hr_assessors,
    hr_commission,
    hr_commission_deeds,
    hr_competitions,
    hr_essays,
    hr_hirings,
    hr_hirings_invite,
    hr_interviews,
    hr_protocol,
    hr_requirements,
    hr_requirements_draft,
    hr_requirements_publish,
    hr_vacancies,
    hr_vacancies_agreement,
    hr_vacancies_one,
    personal_file,
    phone,
    player,
    posts,
    proctor,
    proctor_essays,
    programmes,
    public,
    sign_in,
    signature,
    style,
    vacancies,
    vacancies_files,
    verify,
    verify_keys,
    verify_records,
)
from service.pages import help as help_pages


def routers() -> list[APIRouter]:
    """Return every router; a page that is not here does not exist."""
    return [
        public.router,
        help_pages.router,
        style.router,
        *_of_programmes_and_posts(),
        *_of_vacancies(),
        draws.router,
        verify_keys.router,
        verify_records.router,
        verify_records.uploads,
        verify.router,
        verify.uploads,
        administrator.router,
        administrator_attempts.router,
        administrator_measures.router,
        administrator_sealed.router,
        administrator_sealed.uploads,
        administrator_slots.router,
        administrator_centres.router,
        administrator_remarks.router,
        administrator_documents.router,
        administrator_people.router,
        administrator_accommodation.router,
        administrator_journal.router,
        administrator_programmes.router,
        *_of_the_bank(),
        *_of_hr(),
        proctor.router,
        sign_in.router,
        sign_in.signed_in_router,
        signature.router,
        signature.uploads,
        signature.files,
        *_of_the_candidate(),
        player.router,
        player_api.router,
    ]


def _of_the_candidate() -> list[APIRouter]:
    """A candidate's own pages: the personal file, the cabinet, booking."""
    return [
        personal_file.router,
        phone.router,
        consent.router,
        epf.router,
        epf_entries.router,
        epf_computer.router,
        epf_documents.router,
        epf_documents.uploads,
        epf_declarations.router,
        candidate.router,
        candidate_application.router,
        candidate_move.router,
        candidate_confirm.router,
        candidate_papers.router,
        candidate_book.router,
        candidate_review.router,
        candidate_vacancy.router,
        candidate_competitions.router,
        candidate_competitions_hiring.router,
        *_of_competitions(),
    ]


def _of_competitions() -> list[APIRouter]:
    """A competition: HR leads it, its candidates follow it, the authorised body hears of it."""
    return [
        assessors.router,
        assessors.own,
        hr_assessors.router,
        commission.router,
        commission_conflicts.router,
        hr_commission.router,
        hr_commission_deeds.router,
        hr_competitions.router,
        hr_interviews.router,
        candidate_interview.router,
        commission_interviews.router,
        commission_points.router,
        commission_points.uploads,
        hr_protocol.router,
        hr_protocol.uploads,
        hr_protocol.papers,
        candidate_competition.router,
        candidate_stages.router,
        candidate_essay.router,
        candidate_essay_text.router,
        proctor_essays.router,
        commission_essays.router,
        hr_essays.router,
        authority_complaints.router,
    ]


def _of_the_bank() -> list[APIRouter]:
    """The pages for authors and reviewers."""
    return [
        author_exchange.router,
        author_exchange.uploads,
        author_exchange.imports,
        bank.router,
        author.router,
        bank_review.router,
        bank_papers.router,
        bank_statistics.router,
        bank_item.router,
    ]


def _of_hr() -> list[APIRouter]:
    """The pages for the HR services of bodies."""
    return [
        hr_requirements.router,
        hr_requirements_draft.router,
        hr_requirements_publish.router,
    ]


def _of_programmes_and_posts() -> list[APIRouter]:
    """What there is to be tested for: open to everyone, the registers' upkeep besides."""
    return [
        programmes.router,
        posts.router,
        administrator_waiting.router,
        administrator_registers.router,
        administrator_typical.router,
    ]


def _of_vacancies() -> list[APIRouter]:
    """Vacancies: open to everyone, and for who announces and agrees to them."""
    return [
        vacancies_files.router,
        vacancies.router,
        hr.router,
        hr_vacancies.router,
        hr_vacancies_one.router,
        hr_vacancies_agreement.router,
        hr_announcement.router,
        hr_announcement_publish.router,
        hr_applications_documents.router,
        hr_hirings_invite.router,
        hr_applications.router,
        hr_hirings.router,
        authority.router,
        administrator_bodies.router,
        body_changes.router,
    ]
